import assert from 'node:assert/strict'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {git, makeClone, regmdJson, registryPath, registryText} from '../helpers/cli.ts'
import {amount, isLong, seed} from '../helpers/fire.ts'
import {asMe, checkDone, checkRefused, makeAlarm} from '../helpers/hostile-repository.ts'

const files = {[registryPath]: registryText()}
const claim = ['claim', '1']
const commands = [claim, ['status'], ['history'], ['whoami'], ['propose'], ['sync']]
const unavailable = [7, 'REMOTE_UNAVAILABLE'] as const

describe('addresses that run programs', () => {
  /** With the program that they would run. */
  const addresses = (program: string): readonly string[] => [
    `ext::sh -c "${program}% x"`,
    `--upload-pack=${program}`,
    `ssh://-oProxyCommand=${program}/x`,
    `-oProxyCommand=${program}:x`,
    `ssh://host.invalid;${program}/x`,
    `http::${program}`,
    `ext::${program}`,
    `$(${program}):x`,
    `file://$(${program})`,
    `a\n${program}`
  ]

  test('are no names of remotes: `--remote` takes nothing else', async () => {
    const [{clone, remote}, alarm] = [await makeClone(files), await makeAlarm()]
    // The first one would do, if it were taken for an address.
    const values = [`file://${remote}`, ...addresses(`${alarm.folder}/alarm`)]
    const all = [...values, 'fd::17', '/nowhere', '.', '--registry', '-x', '--foo']
    for (const value of amount({short: all.slice(0, 3), long: all})) {
      await checkRefused(clone, [...claim, `--remote=${value}`], unavailable)
    }
    assert.deepEqual(await alarm.rang(), [])
  })

  test('in the configuration are what git makes of them: nothing is run', async () => {
    const [{clone}, alarm] = [await makeClone(files), await makeAlarm()]
    // Quick to fail, so that the test need not wait for names to be looked up.
    const env = {...asMe.env, GIT_SSH_COMMAND: 'false'}
    const all = addresses(`${alarm.folder}/alarm`)
    const few = all.filter((_, index) => (index + seed) % 3 === 0)
    for (const address of amount({short: few, long: all})) {
      await git(clone, 'config', 'remote.origin.url', address)
      for (const args of amount({short: [['status']], long: commands})) {
        const {exitCode, error} = await regmdJson(clone, args, {env})
        assert.deepEqual([exitCode, error.code], unavailable, `${address} in ${clone}`)
        assert.ok(error.hint)
      }
    }
    assert.deepEqual(await alarm.rang(), [])
  })

  test('as the address to push to: nothing is run, nothing is sent', async () => {
    const [{clone, remote}, alarm] = [await makeClone(files), await makeAlarm()]
    await git(clone, 'config', 'remote.origin.pushurl', `ext::${alarm.folder}/alarm x`)
    await checkRefused(clone, claim, unavailable)
    await git(clone, 'config', '--unset', 'remote.origin.pushurl')
    await git(clone, 'config', `url.ext::${alarm.folder}/alarm .pushInsteadOf`, '/')
    if (isLong) await checkRefused(clone, claim, unavailable)
    await git(clone, 'config', `url.ext::${alarm.folder}/alarm .insteadOf`, '/')
    await checkRefused(clone, ['status'], unavailable)
    assert.deepEqual(await alarm.rang(), [])
    assert.equal((await git(remote, 'for-each-ref', 'refs/heads/registry')).trim(), '')
  })
})

describe('what a clone says of its remote is believed, as git does', () => {
  test('`uploadpack` and `receivepack` are run, and the claim is where they put it', async () => {
    const [{clone, remote}, alarm] = [await makeClone(files), await makeAlarm()]
    for (const service of ['upload-pack', 'receive-pack']) {
      const script = `${alarm.command(service)} < /dev/null; git ${service}`
      await git(clone, 'config', `remote.origin.${service.replace('-', '')}`, script)
    }
    const {data} = await checkDone(clone, claim)
    assert.deepEqual(await alarm.rang(), ['receive-pack', 'upload-pack'])
    assert.equal((await git(remote, 'rev-parse', 'registry')).trim(), data.commit)
  })

  test('`insteadOf` names another repository: that one is read and written', async () => {
    const [{clone, remote}, other] = [await makeClone(files), await makeClone(files)]
    await git(clone, 'config', `url.${other.remote}.insteadOf`, remote)
    const {data} = await checkDone(clone, claim)
    assert.equal((await git(other.remote, 'rev-parse', 'registry')).trim(), data.commit)
    assert.equal((await git(remote, 'for-each-ref', 'refs/heads/registry')).trim(), '')
  })

  test('`protocol.allow` forbids: 7', async () => {
    const {clone} = await makeClone(files)
    await git(clone, 'config', 'protocol.allow', 'never')
    await checkRefused(clone, claim, unavailable)
  })

  test('a remote helper that `vcs` names, and that is none: 7', {skip: !isLong}, async () => {
    const {clone} = await makeClone(files)
    await git(clone, 'config', 'remote.origin.vcs', '../../../../tmp/evil')
    await checkRefused(clone, claim, unavailable)
  })
})

describe('what a remote hides or refuses', () => {
  test('a branch that may not be seen: 8, and nothing is overwritten', async () => {
    const {clone, remote} = await makeClone(files)
    await checkDone(clone, claim, 'one')
    const tip = await git(remote, 'rev-parse', 'registry')
    await git(remote, 'config', 'transfer.hideRefs', 'refs/heads/registry')
    await checkRefused(clone, claim, [8, 'REMOTE_REFUSED'])
    assert.equal(await git(remote, 'rev-parse', 'registry'), tip)
  })

  test('a branch `registry/x`, beside which there can be no `registry`: 8', async () => {
    const {clone, remote} = await makeClone(files)
    await git(remote, 'branch', 'registry/x', 'main')
    const {error} = await checkRefused(clone, claim, [8, 'REMOTE_REFUSED'])
    assert.match(JSON.stringify(error.details), /registry\/x/u)
  })

  test('a branch that stands for another: what it stands for gets the claim', async () => {
    const {clone, remote} = await makeClone(files)
    await git(remote, 'branch', 'real', 'main')
    await git(remote, 'symbolic-ref', 'refs/heads/registry', 'refs/heads/real')
    const {data} = await checkDone(clone, claim)
    assert.equal((await git(remote, 'rev-parse', 'real')).trim(), data.commit)
    assert.equal(
      (await git(remote, 'symbolic-ref', 'refs/heads/registry')).trim(),
      'refs/heads/real'
    )
  })

  test('a tag of the same name is not taken for the branch', {skip: !isLong}, async () => {
    const {clone, remote} = await makeClone(files)
    const {data} = await checkDone(clone, claim)
    await git(remote, 'tag', 'registry', 'main')
    await git(remote, 'tag', 'main', 'registry^{commit}')
    await git(clone, 'fetch', '--quiet', '--tags')
    assert.equal((await checkDone(clone, ['status'])).data.registered, 1)
    const next = await checkDone(clone, ['claim', '2'], 'two')
    const parent = await git(remote, 'rev-parse', `${next.data.commit}^`)
    assert.equal(parent.trim(), data.commit)
    assert.equal(await git(clone, 'status', '--porcelain'), '', join(clone))
  })
})
