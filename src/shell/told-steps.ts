import {documentBreaches} from '../core/changes/breach.ts'
import {broughtRecords, rightfulRecords} from '../core/changes/record-change.ts'
import {type Step, judgeStep} from '../core/changes/step.ts'
import type {ToldRecord, ToldStep} from '../core/changes/told-step.ts'
import {digestOf} from '../core/digest.ts'
import type {Policy} from '../core/policy.ts'
import {registeredNumbers} from '../core/registered.ts'
import {type Range, readHistory} from '../git/history.ts'
import type {Git} from '../git/run.ts'
import {stepsOf} from './steps.ts'

/** What is known of the branches when their commits are told. */
export interface Telling {
  /** First parents of the registry branch. */
  readonly line: ReadonlySet<string>
  /** First parents of the base branch, where that is another one. */
  readonly landed: ReadonlySet<string>
  readonly policy: Policy
  /** Gets the digests that the base branch came to hold. */
  readonly approved: Set<string>
}

/** Reads the commits of a range as their history is told, oldest first. */
export async function toldSteps(
  git: Git,
  range: Range,
  {line, landed, policy, approved}: Telling
): Promise<readonly ToldStep[]> {
  const entries = await readHistory(git, range)
  const steps: ToldStep[] = []
  for await (const {entry, documents, ...step} of stepsOf(git, entries, range.paths)) {
    const {author, time, message} = entry
    const {commit, deeds, isMerge, before} = step
    const isApproval = deeds.some(({action}) => action === 'approve')
    if (landed.has(commit) && documents.after) approved.add(digestOf(documents.after))
    steps.push({
      commit,
      deeds,
      author,
      time,
      subject: message.split('\n')[0] ?? '',
      isMerge,
      isOnLine: line.has(commit) || landed.has(commit),
      isOnBase: landed.has(commit),
      isStart: before.size === 0,
      // Of a document that cannot be read nobody knows what its blocks are.
      changes: documents.after ? judgeStep(step, policy) : [],
      records: toldRecords(step, policy),
      registered: isApproval && documents.after ? registeredNumbers(documents.after) : [],
      breaches: documentBreaches(commit, documents)
    })
  }

  return steps
}

function toldRecords(step: Step, policy: Policy): readonly ToldRecord[] {
  const rightful = rightfulRecords(step, policy)
  return broughtRecords(step.records).map((record) => ({
    record,
    isRightful: rightful.includes(record)
  }))
}
