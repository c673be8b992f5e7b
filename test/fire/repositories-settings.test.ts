import assert from 'node:assert/strict'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {
  git,
  makeClone,
  makeRepository,
  registryPath,
  regmdJson,
  registryText,
  writeFiles
} from '../helpers/cli.ts'
import {isLong} from '../helpers/fire.ts'
import {type Alarm, asMe, checkDone, makeAlarm, ownState} from '../helpers/hostile-repository.ts'

/** Hooks of githooks(5) that a clone can have, or the server that it is. */
const hooks = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'pre-push',
  'pre-receive',
  'update',
  'proc-receive',
  'post-receive',
  'post-update',
  'reference-transaction',
  'push-to-checkout',
  'pre-auto-gc',
  'post-rewrite',
  'sendemail-validate',
  'fsmonitor-watchman',
  'post-index-change'
]

/** Commands of git that regmd uses, and those that a person would think of. */
const aliases = ['add', 'cat-file', 'config', 'fast-import', 'fetch', 'log', 'ls-remote', 'push']

/** Attributes that ask for filters, drivers and diffs of all files. */
const attributes = '* filter=evil diff=evil merge=evil\n'

/** Settings that name programs. */
function programs({command}: Alarm): readonly (readonly [string, string])[] {
  return [
    ['core.sshCommand', command('ssh')],
    ['core.pager', command('pager')],
    ['pager.log', command('pager.log')],
    ['core.editor', command('editor')],
    ['sequence.editor', command('sequence.editor')],
    ['core.askPass', command('askpass')],
    ['core.gitProxy', command('proxy')],
    ['core.alternateRefsCommand', command('alternates')],
    ['diff.external', command('diff.external')],
    ['diff.evil.command', command('diff.command')],
    ['diff.evil.textconv', command('textconv')],
    ['filter.evil.clean', command('clean')],
    ['filter.evil.smudge', command('smudge')],
    ['merge.evil.driver', command('merge')],
    ['interactive.diffFilter', command('diffFilter')],
    ['credential.helper', `!${command('credential')}`],
    ['gpg.program', command('gpg')],
    ['log.showSignature', 'true'],
    ['gpg.ssh.defaultKeyCommand', command('key')],
    ['uploadpack.packObjectsHook', command('packObjects')],
    ['gc.recentObjectsHook', command('recentObjects')],
    ['trailer.evil.command', command('trailer')],
    ['browser.evil.cmd', command('browser')],
    ...aliases.map((name) => [`alias.${name}`, `!${command(`alias.${name}`)}`] as const)
  ]
}

/** Settings that make git do more than it was asked for. */
const excesses: readonly (readonly [string, string])[] = [
  ['gc.auto', '1'],
  ['gc.autoPackLimit', '1'],
  ['maintenance.auto', 'true'],
  ['fetch.recurseSubmodules', 'true'],
  ['push.recurseSubmodules', 'on-demand'],
  ['submodule.recurse', 'true'],
  ['submodule.propagateBranches', 'true'],
  ['push.followTags', 'true'],
  ['push.default', 'matching'],
  ['push.autoSetupRemote', 'true'],
  ['push.gpgSign', 'if-asked'],
  ['remote.origin.push', '+refs/heads/*:refs/heads/*'],
  ['remote.origin.tagOpt', '--tags'],
  ['remote.origin.prune', 'true'],
  ['fetch.prune', 'true'],
  ['fetch.pruneTags', 'true'],
  ['fetch.writeCommitGraph', 'true'],
  ['fetch.all', 'true'],
  ['transfer.fsckObjects', 'true'],
  ['branch.main.mergeOptions', '--no-commit'],
  ['rebase.autoStash', 'true'],
  ['merge.autoStash', 'true'],
  ['commit.template', '/etc/passwd'],
  ['commit.verbose', 'true'],
  ['commit.cleanup', 'verbatim'],
  ['i18n.commitEncoding', 'latin1'],
  ['core.autocrlf', 'true'],
  ['core.safecrlf', 'true'],
  ['core.eol', 'crlf'],
  ['core.ignoreCase', 'true'],
  ['core.precomposeUnicode', 'true'],
  ['core.fileMode', 'false'],
  ['core.compression', '0'],
  ['diff.noprefix', 'true'],
  ['color.ui', 'always'],
  ['advice.detachedHead', 'true'],
  ['protocol.version', '0'],
  ['clean.requireForce', 'false'],
  ['receive.denyCurrentBranch', 'updateInstead']
]

/** Puts all of it into a file that the repository's own configuration includes. */
async function arm(folder: string, alarm: Alarm): Promise<void> {
  const hooksPath = join(alarm.folder, 'hooks')
  for (const name of hooks) await alarm.script(join(hooksPath, name), name)
  const fsmonitor = await alarm.script(join(alarm.folder, 'fsmonitor'), 'fsmonitor', 1)
  await writeFiles(alarm.folder, {attributes})
  const included = join(alarm.folder, 'config')
  const settings = [
    ...programs(alarm),
    ...excesses,
    ['core.hooksPath', hooksPath],
    ['core.fsmonitor', fsmonitor],
    ['core.attributesFile', join(alarm.folder, 'attributes')]
  ] as const
  await writeFiles(alarm.folder, {config: settings.map(toSection).join('')})
  await git(folder, 'config', 'include.path', included)
}

function toSection([key, value]: readonly [string, string]): string {
  const parts = key.split('.')
  const [section = '', name = ''] = [parts[0], parts.at(-1)]
  const middle = parts.slice(1, -1).join('.')
  const quoted = JSON.stringify(value)
  return `[${section}${middle === '' ? '' : ` "${middle}"`}]\n\t${name} = ${quoted}\n`
}

const reads: readonly (readonly string[])[] = [
  ['status'],
  ['status', '--offline'],
  ['history', '--verify'],
  ['whoami'],
  ['check', '--ref', 'HEAD'],
  ['check', '--ref', 'HEAD', '--base', 'HEAD']
]

const claim = (number: number) => ['claim', String(number)]

/** What git itself runs when a ref moves, be it one of regmd's own. */
const refHooks = ['reference-transaction']

/** What git itself runs when a checked-out file and its index entry are brought up to a branch. */
const fileHooks = ['clean', 'fsmonitor', 'post-index-change', 'smudge']

interface Place {
  readonly folder: string
  /** Repository whose branch gets the claims. */
  readonly target: string
  readonly branch: string
  /** All that it has at the end. */
  readonly refs: readonly string[]
  /** What reading may run. */
  readonly onRead: readonly string[]
  /** What writing may run, and what of it must. */
  readonly onWrite: readonly string[]
  readonly honoured: readonly string[]
}

const files = {[registryPath]: registryText(), '.gitattributes': attributes, 'a.txt': 'a\n'}

const places: Readonly<Record<string, () => Promise<Place>>> = {
  'a clone': async () => {
    const {clone, remote} = await makeClone(files)
    await git(remote, 'tag', 'theirs', 'main')
    return {
      folder: clone,
      target: remote,
      branch: 'registry',
      refs: ['refs/heads/main', 'refs/heads/registry', 'refs/tags/theirs'],
      onRead: refHooks,
      onWrite: [...refHooks, 'pre-push'],
      honoured: [...refHooks, 'pre-push']
    }
  },

  'a repository without a remote': async () => {
    const folder = await makeRepository(files)
    return {
      folder,
      target: folder,
      branch: 'main',
      refs: ['refs/heads/main', 'refs/heads/topic', 'refs/tags/v1'],
      onRead: [],
      onWrite: [...refHooks, ...fileHooks],
      honoured: refHooks
    }
  }
}

describe('settings of a repository that run programs, or do more than was asked for', () => {
  for (const [turn, [name, make]] of Object.entries(places).entries()) {
    test(`in ${name}: only what git runs for the same step, and the result is right`, async () => {
      const {folder, target, branch, refs, onRead, onWrite, honoured} = await make()
      await git(folder, 'tag', '--annotate', '-m', 'v1', 'v1')
      await git(folder, 'branch', 'topic')
      await checkDone(folder, claim(1), 'one')
      const alarm = await makeAlarm()
      await arm(folder, alarm)
      const before = await ownState(folder)
      await alarm.rang()

      // In the short form each is tried in one of the places.
      for (const args of reads.filter((_, index) => isLong || index % 2 === turn)) {
        const {exitCode, error} = await regmdJson(folder, args, asMe)
        assert.ok(exitCode < 2, `${args.join(' ')} in ${folder}: ${JSON.stringify(error)}`)
        const unexpected = (await alarm.rang()).filter((each) => !onRead.includes(each))
        assert.deepEqual(unexpected, [], `${args.join(' ')} in ${folder}`)
      }

      assert.deepEqual(await ownState(folder), before, folder)
      await alarm.rang()
      await checkDone(folder, claim(2))
      const rang = await alarm.rang()
      const unexpected = rang.filter((each) => !onWrite.includes(each))
      assert.deepEqual(unexpected, [], folder)
      assert.deepEqual(
        honoured.filter((each) => !rang.includes(each)),
        [],
        folder
      )

      assert.deepEqual(await holdersOn(target, branch), ['one', 'me', '[open]'], folder)
      const changed = await git(target, 'diff', '--name-only', `${branch}~1`, branch)
      assert.equal(changed, `${registryPath}\n`, folder)
      const names = await git(target, 'for-each-ref', '--format=%(refname)')
      assert.deepEqual(names.trim().split('\n'), refs, 'no tag, no other branch was sent')
      const after = await ownState(folder)
      if (target === folder) assert.equal(after['status'], before['status'], folder)
      else assert.deepEqual(after, before, folder)
    })
  }

  test('a file of the repository itself is not taken for configuration', async () => {
    const alarm = await makeAlarm()
    const config = `[core]\n\tfsmonitor = ${alarm.command('fsmonitor')}\n`
    const {clone} = await makeClone({...files, '.gitconfig': config, config, '.git-config': config})
    await writeFiles(clone, {'.regmdrc': config, 'regmd.config.js': 'process.exit(9)\n'})
    await checkDone(clone, claim(1))
    await checkDone(clone, ['status'])
    assert.deepEqual(await alarm.rang(), [])
  })
})

async function holdersOn(folder: string, branch: string): Promise<readonly string[]> {
  const text = await git(folder, 'show', '--no-textconv', `${branch}:${registryPath}`)
  return [...text.matchAll(/^- \*\*SESSION_ID\*\*: (.*)$/gmu)].map(([, session = '']) => session)
}
