import {quote} from '../core/quote.ts'
import {type Screen, pad} from './screen.ts'

/** What `init` tells. */
export interface InitReport {
  readonly written: readonly {
    readonly path: string
    readonly action: 'created' | 'updated' | 'kept'
  }[]
  readonly remote: string | null
  /** Whether its blocks are open to anyone, and want a role and a goal. */
  readonly isOpen: boolean
  readonly isForced: boolean
  /** Whether git knows the merge driver of registries here. */
  readonly hasDriver: boolean
  /** Of the current directory in the repository, with a final slash; empty at the root. */
  readonly prefix: string
}

/** What each clone needs for the attribute that `init` writes: git takes no driver from a repository. */
const driver = "git config merge.regmd.driver 'npx regmd merge-driver %O %A %B %P %L'"

/** Says what was written, and what to do with it. */
export function renderInit(
  screen: Screen,
  {written, remote, isOpen, isForced, hasDriver, prefix}: InitReport
): string {
  const changed = written
    .filter(({action}) => action !== 'kept')
    .map(({path}) => quote((prefix === '' ? '' : ':/') + path))
  const details = isOpen ? ` --next --role 'ROLE' --goal 'GOAL'` : ''
  return [
    ...written.map(({path, action}) => {
      const note =
        action === 'kept' && !isForced ? ` (${screen.program} init --force overwrites it)` : ''
      return `${screen.style(action === 'kept' ? 'dim' : 'green', pad(action, 8))} ${path}${note}`
    }),
    '',
    screen.style('bold', 'Next:'),
    ...(changed.length === 0
      ? []
      : [
          `  git add ${changed.join(' ')}`,
          `  git commit -m 'Set up the session registry'${remote === null ? '' : ' && git push'}`
        ]),
    `  ${screen.program} claim --session NAME${details}`,
    ...(hasDriver
      ? []
      : ['', screen.style('bold', 'In each clone, to merge block by block:'), `  ${driver}`]),
    ''
  ].join('\n')
}
