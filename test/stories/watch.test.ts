import assert from 'node:assert/strict'
import {existsSync} from 'node:fs'
import {chmod, readFile, rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {
  addClone,
  commitFiles,
  execute,
  git,
  makeFolder,
  makeRepository,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'
import {actIn, approve, idOf, makeTeam, textAt} from '../helpers/history.ts'
import {
  type Line,
  brief,
  eventsIn,
  linesIn,
  startWatch,
  stop,
  tellSince,
  until,
  watching
} from '../helpers/watch.ts'

const small = () => makeTeam(registryText({sessions: 3}), ['Ada'])

/** Puts a remote's branch elsewhere. */
async function move(remote: string, branch: string, to: string): Promise<void> {
  await git(remote, 'update-ref', `refs/heads/${branch}`, to)
}

describe('watch', {concurrency: 2}, () => {
  test('says where it begins, so that one can go on though nothing happened', async () => {
    const {human, act} = await small()
    const watcher = await watching(human)
    await stop(watcher)
    const [start, end] = linesIn(watcher.stdout())
    assert.deepEqual([start?.event, start?.stage], ['start', 'registering'])
    assert.deepEqual([end?.event, end?.reason, end?.cursor], ['end', 'stopped', start?.cursor])
    await act('s1', 'claim', '1')
    assert.deepEqual(eventsIn(await tellSince(human, start!.cursor)).map(brief), ['claim 1 s1'])
  })

  test('in words: aligned, inert, and with the command that goes on', async () => {
    const {human, act, clones} = await small()
    const watcher = startWatch(human, [])
    await until(() => watcher.stderr().includes('\n'), 'the first line')
    assert.match(watcher.stderr(), /^origin\/registry: registering, 0\/3 .*since [0-9a-f]{40}\n$/u)
    await act('s1', 'claim', '1', '--no-ready')
    const ada = clones[0]!
    await git(ada, 'config', 'user.name', 'Eve \u{1b}[31m##[error]')
    await act('s2', 'claim', '2')
    await until(() => watcher.stdout().split('\n').length > 2, 'two events')
    assert.equal(await stop(watcher, 'SIGINT'), 0)
    const lines = watcher.stdout().trimEnd().split('\n')
    assert.match(lines[0]!, /^\S+Z {2}claim {6}1 {6}s1 {14}Ada {11}[0-9a-f]{10}$/u)
    assert.match(lines[1]!, /^\S+Z {2}claim {6}2 {6}s2 .*Eve/u)
    // oxlint-disable-next-line no-control-regex -- that is what must not be there
    assert.doesNotMatch(watcher.stdout() + watcher.stderr(), /[\0-\t\v-\x1f]|##\[/u)
    assert.match(watcher.stderr(), /^Next: regmd watch --since [0-9a-f]{40}$/mu)
  })

  test('of one number', async () => {
    const {human, act} = await small()
    const start = await idOf(human, 'origin/main')
    await act('s1', 'claim', '1')
    await act('s2', 'claim', '2')
    await approve(human, 'merge')
    const told = async (...args: readonly string[]) =>
      eventsIn(await tellSince(human, start, ...args)).map(brief)
    assert.deepEqual(await told('2'), ['claim 2 s2', 'approval 1,2'])
    assert.deepEqual(await told('3'), [])
  })

  test('without a remote, and seen from another worktree', async () => {
    const folder = await makeRepository({[registryPath]: registryText()})
    const other = `${folder}-other`
    await git(folder, 'worktree', 'add', '--quiet', '-b', 'other', other)
    const watcher = await watching(other)
    assert.equal(linesIn(watcher.stdout())[0]?.cursor, await idOf(folder))
    await actIn(folder, 'one', ['claim', '1'])
    await actIn(other, 'two', ['claim', '2'])
    await until(() => watcher.events().length === 2, 'two claims')
    assert.deepEqual(watcher.events().map(brief), ['claim 1 one', 'claim 2 two'])
    assert.equal(await stop(watcher), 0)
  })

  test('tells what is wrong with the document as a whole', async () => {
    const {human, act} = await small()
    await act('s1', 'claim', '1')
    await git(human, 'fetch', '--quiet')
    await git(human, 'checkout', '--quiet', '-B', 'registry', 'origin/registry')
    const text = await textAt(human, 'registry')
    const record = `**Confirmed**: 2026-11-20T18:10:27Z ${'a'.repeat(64)}`
    await commitFiles(human, {[registryPath]: `${text}\n${record}\n`}, 'Forge a record')
    await git(human, 'push', '--quiet', 'origin', 'registry')
    const events = eventsIn(await tellSince(human, 'registry~1'))
    assert.deepEqual(events.map(brief), ['edit', 'breach'])
    assert.match(events[1]?.message ?? '', /accounts for/u)
  })

  test('refuses what it cannot do', async () => {
    const {human} = await small()
    for (const args of [
      ['--offline'],
      ['--until', 'doomsday'],
      ['--interval', '0.1'],
      ['--interval', 'often'],
      ['0']
    ]) {
      const {exitCode, error} = await regmdJson(human, ['watch', ...args])
      assert.deepEqual([exitCode, error.code], [2, 'USAGE'], args.join(' '))
    }
  })
})

describe('watch --until', {concurrency: 2}, () => {
  test('ends once the state holds, and at once if it does', async () => {
    const frontMatter = 'registry:\n  rules: {FORMAT_DRIFT: off}'
    const {human, clones, remote} = await makeTeam(registryText({sessions: 2, frontMatter}), [
      'Ada'
    ])
    const ada = clones[0]!
    const states = ['approved', 'consensus', 'activated'] as const
    const watchers = states.map((state) => startWatch(human, ['--quiet', '--until', state]))
    await actIn(ada, 's1', ['claim', '1'])
    await actIn(ada, 's2', ['claim', '2'])
    await actIn(ada, 's1', ['confirm'])
    await actIn(ada, 's1', ['broadcast'])
    await actIn(ada, 's1', ['ack'])
    await actIn(ada, 's2', ['ack'])
    for (const state of states) {
      const over = ['watch', '--until', state, '--timeout', '0.1']
      const {exitCode, stderr} = await regmd(human, over)
      assert.equal(exitCode, 1, stderr)
      assert.match(stderr, new RegExp(`^Next: regmd watch --since \\S+ --until ${state}$`, 'mu'))
    }

    await approve(human, 'merge')
    assert.deepEqual(await Promise.all(watchers.slice(0, 2).map(({ended}) => ended)), [0, 0])
    const {exitCode, stdout} = await regmd(human, ['watch', '--json', '--until', 'consensus'])
    const lines = linesIn(stdout)
    assert.deepEqual(
      [exitCode, ...lines.map(({event}) => event), lines[1]?.reason, lines[1]?.exitCode],
      [0, 'start', 'end', 'reached', 0]
    )

    assert.equal(watchers[2]?.child.exitCode, null)
    const text = await textAt(human, 'main')
    const broadcast = /^\*\*Broadcast\*\*: .*$/mu.exec(text)?.[0]
    const activated = broadcast?.replace('Broadcast', 'Activated')
    await commitFiles(human, {[registryPath]: `${text}\n${activated}\n`}, 'Activate by hand')
    await git(human, 'push', '--quiet', 'origin', 'main')
    assert.equal(await watchers[2]?.ended, 0, watchers[2]?.stderr())
    for (const watcher of watchers) assert.deepEqual([watcher.stdout(), watcher.stderr()], ['', ''])
    assert.equal(await git(remote, 'for-each-ref', 'refs/regmd'), '')
  })

  test('sees a squash and a rebase as approvals, too', async () => {
    for (const way of ['squash', 'rebase'] as const) {
      const {human, act} = await small()
      await act('s1', 'claim', '1')
      await act('s2', 'claim', '2')
      const watcher = startWatch(human, ['--json', '--until', 'approved'])
      await until(() => watcher.stdout().includes('\n'), 'the first line')
      // A rebase is known by commits that are older than their committing, in seconds.
      await new Promise((resolve) => setTimeout(resolve, 1100))
      await approve(human, way)
      assert.equal(await watcher.ended, 0)
      const approvals = watcher.events().map(brief)
      assert.deepEqual(
        approvals,
        way === 'squash' ? ['approval 1,2'] : ['approval 1', 'approval 2']
      )
    }
  })

  test('is over after --timeout, and 130 when it is stopped', async () => {
    const {human} = await small()
    const args = ['watch', '--json', '--interval', '0.2', '--timeout', '1.5']
    const over = await regmd(human, [...args, '--until', 'approved'])
    assert.equal(over.exitCode, 1)
    assert.equal(linesIn(over.stdout).at(-1)?.reason, 'timeout')
    assert.equal((await regmd(human, args)).exitCode, 0)

    const watcher = await watching(human, '--until', 'approved')
    const [start] = linesIn(watcher.stdout())
    assert.equal(await stop(watcher, 'SIGINT'), 130)
    const lines = watcher.stdout().trimEnd().split('\n')
    const {error} = JSON.parse(lines[1]!) as {error: {code: string; hint: string}}
    assert.equal(error.code, 'INTERRUPTED')
    assert.equal(error.hint, `regmd watch --since ${start?.cursor} --until approved`)
  })
})

describe('watch goes on', {concurrency: 2}, () => {
  test('when a remote is away and comes back, and says it once', async () => {
    const {human, remote, act} = await small()
    const watcher = await watching(human)
    await rename(remote, `${remote}.away`)
    await until(() => watcher.stderr().includes('Cannot reach remote origin'), 'the failure')
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await rename(`${remote}.away`, remote)
    await act('s1', 'claim', '1')
    await until(() => watcher.events().length > 0, 'the claim')
    assert.equal(await stop(watcher), 0)
    assert.deepEqual(watcher.events().map(brief), ['claim 1 s1'])
    assert.equal(watcher.stderr().match(/Cannot reach/gu)?.length, 1)
    assert.match(watcher.stderr(), /It can be read again\n$/u)

    await rename(remote, `${remote}.away`)
    const {exitCode, error} = await regmdJson(human, ['watch'])
    assert.deepEqual([exitCode, error.code], [7, 'REMOTE_UNAVAILABLE'])
  })

  test('when the document cannot be read for a while', async () => {
    const {human, act, remote} = await small()
    await act('s1', 'claim', '1')
    const watcher = await watching(human)
    await git(human, 'fetch', '--quiet')
    await git(human, 'checkout', '--quiet', '-B', 'registry', 'origin/registry')
    await commitFiles(human, {[registryPath]: new Uint8Array([0xff, 0xfe, 0xfd])}, 'Break it')
    await git(human, 'push', '--quiet', 'origin', 'registry')
    await until(() => watcher.stderr().includes('tried again'), 'the failure')
    await git(human, 'revert', '--no-edit', 'HEAD')
    await git(human, 'push', '--quiet', 'origin', 'registry')
    await until(() => watcher.stderr().includes('It can be read again'), 'the recovery')
    await until(() => watcher.events().length > 0, 'what was wrong')
    await stop(watcher)
    const events = watcher.events()
    assert.ok(
      events.some(({action}) => action === 'breach'),
      JSON.stringify(events)
    )
    const broken = await idOf(remote, 'registry~1')
    assert.deepEqual([...new Set(events.map(({commit}) => commit))], [broken])
  })

  test('when a branch is rewound, and says so once, also to who comes back', async () => {
    const {human, remote, act} = await small()
    for (const number of ['1', '2', '3']) await act(`s${number}`, 'claim', number)
    const watcher = await watching(human)
    const tip = await idOf(remote, 'registry')
    await move(remote, 'registry', `${tip}~2`)
    await until(() => watcher.events().length > 0, 'the rewinding')
    await act('s4', 'claim', '3')
    await until(() => watcher.events().length > 1, 'the claim')
    await stop(watcher)
    const [rewound, claim] = watcher.events()
    assert.deepEqual([rewound?.action, rewound?.numbers], ['rewound', [2, 3]])
    assert.deepEqual([rewound?.commit, brief(claim!)], [tip, 'claim 3 s4'])

    const told = async (cursor: string) => eventsIn(await tellSince(human, cursor))
    const short = (events: readonly Line[]) => events.map((one) => [brief(one), one.commit])
    const [start] = linesIn(watcher.stdout())
    assert.deepEqual(short(await told(start!.cursor)), short([rewound!, claim!]))
    assert.deepEqual(short(await told(rewound!.cursor)), short([claim!]))
    assert.deepEqual(await told(claim!.cursor), [])
    // Also where git has dropped since what no branch holds.
    const fresh = await addClone(`file://${remote}`, 'Fresh')
    assert.deepEqual(short(eventsIn(await tellSince(fresh, rewound!.cursor))), short([claim!]))

    // Put back, and rewound once more: what was told before is not told again.
    const now = await idOf(remote, 'registry')
    await git(human, 'fetch', '--quiet')
    await move(remote, 'registry', tip)
    const back = await told(claim!.cursor)
    assert.deepEqual(
      back.map(({action, commit}) => [action, commit]),
      [['rewound', now]]
    )
    await move(remote, 'registry', now)
    assert.deepEqual(
      (await told(back[0]!.cursor)).map(({action, commit}) => [action, commit]),
      [['rewound', tip]]
    )
  })

  test('when a branch is deleted and created again', async () => {
    const {human, remote, act} = await small()
    await act('s1', 'claim', '1')
    const watcher = await watching(human)
    await git(remote, 'update-ref', '-d', 'refs/heads/registry')
    await act('s2', 'claim', '1')
    await until(() => watcher.events().length > 1, 'the claim')
    await stop(watcher)
    assert.deepEqual(watcher.events().map(brief), ['rewound 1', 'claim 1 s2'])
  })

  test('and deleting what was squashed takes no claim away', async () => {
    const {human, act} = await small()
    await act('s1', 'claim', '1')
    const watcher = await watching(human)
    await approve(human, 'squash')
    await until(() => watcher.events().length > 0, 'the approval')
    await git(human, 'push', '--quiet', 'origin', ':registry')
    await until(() => watcher.events().length > 1, 'the deletion')
    await act('s2', 'claim', '2')
    await until(() => watcher.events().length > 2, 'the claim')
    await stop(watcher)
    assert.deepEqual(watcher.events().map(brief), ['approval 1', 'rewound', 'claim 2 s2'])
    assert.match(watcher.events()[1]?.message ?? '', /no claim is gone/u)
  })
})

describe('watch asks little', {concurrency: 2}, () => {
  test('of git: one command a look, and fewer looks while nothing happens', async () => {
    const {human} = await small()
    const folder = await makeFolder()
    const log = join(folder, 'log')
    const {stdout: real} = await execute(folder, ['sh', '-c', 'command -v git'])
    await writeFile(
      join(folder, 'git'),
      `#!/bin/sh\necho "$(date +%s%N) $*" >> ${log}\nexec ${real.trim()} "$@"\n`
    )
    await chmod(join(folder, 'git'), 0o755)
    const watcher = startWatch(human, ['--json'], {PATH: `${folder}:${process.env['PATH']}`})
    await until(() => watcher.stdout().includes('\n'), 'the first line')
    const lines = async () => (await readFile(log, 'utf8')).trim().split('\n')
    const begun = (await lines()).length
    let looks: readonly string[] = []
    while (looks.length < 6) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      looks = (await lines()).slice(begun)
    }

    await stop(watcher)
    for (const look of looks) assert.match(look, /^\d+ .*\bls-remote\b/u)
    const times = looks.map((look) => Number(look.split(' ')[0]) / 1e6)
    const waits = times.slice(1).map((time, index) => time - times[index]!)
    assert.ok(Math.min(...waits) >= 200, `not more often than asked: ${waits.join()}`)
    assert.ok(Math.max(...waits) >= 600, `less often while nothing happens: ${waits.join()}`)
  })

  test('of a person: it ends at once, also while a remote does not answer', async () => {
    const {human, act} = await small()
    await act('s1', 'claim', '1')
    const folder = await makeFolder()
    const {stdout: real} = await execute(folder, ['sh', '-c', 'command -v git'])
    const hang = `case "$*" in *ls-remote*) : > ${folder}/asked; sleep 8;; esac`
    await writeFile(join(folder, 'git'), `#!/bin/sh\n${hang}\nexec ${real.trim()} "$@"\n`)
    await chmod(join(folder, 'git'), 0o755)
    const watcher = startWatch(human, ['--json'], {PATH: `${folder}:${process.env['PATH']}`})
    await until(() => existsSync(join(folder, 'asked')), 'a look')
    let isAnswered = false
    setTimeout(() => (isAnswered = true), 7000).unref()
    assert.equal(await stop(watcher), 0)
    assert.ok(!isAnswered, 'before the remote answers')
    assert.equal(linesIn(watcher.stdout()).at(-1)?.reason, 'stopped')
  })

  test('of a reader: it ends when nobody reads any more', async () => {
    const {human, act} = await small()
    const watcher = await watching(human)
    watcher.child.stdout?.destroy()
    await act('s1', 'claim', '1')
    assert.equal(await watcher.ended, 0)
    assert.equal(watcher.stderr(), '')
  })
})
