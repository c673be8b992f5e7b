import {type Approval, type Landing, objectionToLanding} from '../core/approval.ts'
import {missingRecord} from '../core/consensus.ts'
import {parseDeeds} from '../core/deed.ts'
import {writeStamp} from '../core/stamp.ts'
import {registeredNumbers} from '../core/registered.ts'
import type {Registry} from '../core/registry.ts'
import {readLandings} from '../git/landings.ts'
import type {Git} from '../git/run.ts'
import {commitTree} from './commit-tree.ts'
import type {Content} from './content.ts'
import {findReadable} from './document.ts'
import type {Reading} from './read.ts'

/** Finds out whether a person's commit approved the registry, where it is on the base branch itself. */
export async function readApprovalInPlace(git: Git, reading: Reading): Promise<Approval> {
  const {registry, path} = reading.document
  const [missing] = missingRecord(registry, 'approved')
  if (missing !== undefined) return unapproved(missing)
  const {tip} = reading.snapshot
  const landed = await readLandings(git, {tip, path, withMerged: true})
  let objection = 'no commit of regmd made this approval'
  for (const {message, ...commit} of landed) {
    const landing = {...commit, deeds: parseDeeds(message)}
    const isApproval = landing.deeds.some(({action}) => action === 'approve')
    if (!isApproval || !(await brought(git, landing.commit, {path, registry}))) continue
    const found = objectionToLanding(landing, reading.policy, false)
    if (found === undefined) return approved(registry, landing)
    objection = found
  }

  return unapproved(objection)
}

function approved(registry: Registry, {commit, committer}: Landing): Approval {
  const numbers = registeredNumbers(registry)
  return {missing: [], commit, time: committer.time, numbers, command: 'regmd approve'}
}

function unapproved(why: string): Approval {
  return {missing: [why], commit: null, time: null, numbers: [], command: 'regmd approve'}
}

/** Whether a commit brought a record of approval that the document has now. */
async function brought(git: Git, commit: string, {path, registry}: Content): Promise<boolean> {
  const [after, before] = await Promise.all(
    [commit, `${commit}^1`].map(async (name) => stampsAt(git, name, path))
  )
  return stampsIn(registry).some((stamp) => after?.includes(stamp) && !before?.includes(stamp))
}

async function stampsAt(git: Git, commit: string, path: string): Promise<readonly string[]> {
  const document = await findReadable(commitTree(git, commit), path)
  return document ? stampsIn(document.registry) : []
}

function stampsIn({records}: Registry): readonly string[] {
  return records.filter(({kind}) => kind === 'approved').map(writeStamp)
}
