import type {Claim} from '../core/claim.ts'
import {listWords} from '../core/list-words.ts'
import {renderMessage} from '../core/message.ts'
import type {Place} from '../core/place.ts'
import type {Problem} from '../core/problem.ts'
import type {RecordKind} from '../core/stamp.ts'
import {quote} from '../core/quote.ts'
import {makeInert} from './inert.ts'
import {type Screen, commandOn, fit, pad} from './screen.ts'

/** A worktree's copy of the registry, and whether it followed. */
export interface Copy {
  readonly root: string
  readonly state: 'current' | 'changed' | 'staged' | 'stuck'
}

/** Where something was written, and what it took back. */
export interface Landed {
  readonly place: Place
  /** Commit id, hex; `null` where none was made and none is known. */
  readonly commit: string | null
  readonly attempts: number
  /** Worktrees that have the branch checked out. */
  readonly copies: readonly Copy[]
  /** Steps of the protocol that do not count any more. */
  readonly fallen: readonly RecordKind[]
}

/** A change to one block, as told to a person. */
export interface Told extends Landed {
  readonly claim: Claim
  /** Fields that the registration message said otherwise. */
  readonly overruled: readonly string[]
  /** Problems of the block that do not forbid it. */
  readonly warnings: readonly Problem[]
}

/** Tells that a session holds its number, and prints the registration message of the protocol. */
export function renderClaim(screen: Screen, told: Told & {readonly alreadyHeld: boolean}): string {
  const {claim, alreadyHeld} = told
  const verb = alreadyHeld ? 'is yours already' : 'is yours'
  return [
    `✅ ${screen.style('bold', `Number ${claim.number} ${verb}`)}, ${makeInert(claim.session ?? '')}`,
    line(screen, 'Role', claim.role ?? ''),
    line(screen, 'Goal', claim.goal ?? ''),
    ...told.overruled.map((field) => line(screen, 'Note', overruling(field))),
    ...told.warnings.map((problem) => line(screen, 'Warning', warning(problem))),
    ...whereabouts(screen, told),
    '',
    ...renderMessage(claim).split('\n').map(makeInert),
    ''
  ].join('\n')
}

/** Tells that a session is ready. */
export function renderReady(screen: Screen, told: Told & {readonly changed: boolean}): string {
  const {claim, changed} = told
  const state = changed ? 'is ready' : 'was ready already'
  return [
    `✅ ${screen.style('bold', `Session ${claim.number} ${state}`)}`,
    ...whereabouts(screen, told),
    ''
  ].join('\n')
}

/** Tells that a number was given back. */
export function renderRelease(screen: Screen, told: Told & {readonly changed: boolean}): string {
  const {claim, changed} = told
  const state = changed ? 'is open again' : 'was not registered'
  return [
    `⏳ ${screen.style('bold', `Number ${claim.number} ${state}`)}`,
    ...(claim.reason === undefined ? [] : [line(screen, 'Reason', claim.reason)]),
    ...whereabouts(screen, told),
    ''
  ].join('\n')
}

/** Tells where something was written, how to see it, and what it took back. */
export function whereabouts(
  screen: Screen,
  {place, commit, attempts, copies, fallen}: Landed
): readonly string[] {
  const {path, branch, remote, ref} = place
  const where = remote === null ? `branch ${branch}` : `branch ${branch} of ${remote}`
  const tries = attempts > 1 ? `, attempt ${attempts}` : ''
  const show = ref === null ? '' : `, or git show ${quote(`${ref}:${path}`)}`
  return [
    ...(fallen.length === 0 ? [] : [line(screen, 'Note', takenBack(fallen))]),
    ...(commit === null
      ? []
      : [line(screen, 'Commit', `${commit.slice(0, 10)} on ${where}${tries}`)]),
    line(screen, 'See it', `${commandOn(screen, 'status')}${show}`),
    ...copies.flatMap((copy) => copyNotes(copy, path).map((note) => line(screen, 'Note', note)))
  ]
}

/** Steps of the protocol that were about other words. */
function takenBack(fallen: readonly RecordKind[]): string {
  return `A block changed: what was ${listWords(fallen)} is so no longer`
}

/** One line under a heading: a name and what there is to say, which may be foreign text. */
export function line(screen: Screen, name: string, value: string): string {
  return `   ${screen.style('dim', pad(name, 8))}${fit(value, screen.width - 11)}`
}

/** Says that a message was not followed, and why that may be. */
export function overruling(field: string): string {
  return `The message says another ${field}: kept the block's (a shell may have eaten a part; --${field} sets it)`
}

/** Says what has to be watched for in a claim. */
export function warning({message, code}: Problem): string {
  return `${message} (${code})`
}

function copyNotes({root, state}: Copy, path: string): readonly string[] {
  const restore = `git -C ${quote(root)} restore`
  const notes: Readonly<Record<Copy['state'], readonly string[]>> = {
    current: [],
    changed: [`${root} has changes of its own in ${path}: they are left as they are`],
    staged: [
      `${root} has staged changes in ${path}: committed as they are, they take this back`,
      `To unstage them: ${restore} --staged ${quote(path)}`
    ],
    stuck: [
      `The copy in ${root} is behind; the next regmd command brings it up, or:`,
      `${restore} --source=HEAD --staged --worktree ${quote(path)}`
    ]
  }
  return notes[state]
}
