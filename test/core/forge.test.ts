import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {forgeOf, githubName, mayBeGithub, pullRequestPage} from '../../src/core/forge.ts'

/** Addresses, and what they say: kind, where pages start, path. */
const known: readonly (readonly [string, string])[] = [
  ['https://github.com/people/registry', 'github https://github.com people/registry'],
  ['https://github.com/people/registry.git', 'github https://github.com people/registry'],
  ['https://github.com/people/registry/', 'github https://github.com people/registry'],
  ['https://github.com/people/registry.git/', 'github https://github.com people/registry'],
  ['HTTPS://GitHub.com/People/Registry.GIT', 'github https://github.com People/Registry'],
  ['https://www.github.com/people/registry', 'github https://github.com people/registry'],
  ['https://ada@github.com/people/registry', 'github https://github.com people/registry'],
  ['https://x:ghs_1@github.com/people/registry', 'github https://github.com people/registry'],
  ['git@github.com:people/registry.git', 'github https://github.com people/registry'],
  ['git@github.com:/people/registry.git', 'github https://github.com people/registry'],
  ['github.com:people/registry', 'github https://github.com people/registry'],
  ['org-123@github.com:people/registry.git', 'github https://github.com people/registry'],
  ['ssh://git@github.com/people/registry.git', 'github https://github.com people/registry'],
  ['ssh://git@ssh.github.com:443/people/registry.git', 'github https://github.com people/registry'],
  ['git+ssh://git@github.com/people/registry', 'github https://github.com people/registry'],
  ['git://github.com/people/registry.git', 'github https://github.com people/registry'],
  ['https://github.example.com:8443/p/r.git', 'github https://github.example.com:8443 p/r'],
  ['git@github.example.com:p/r.git', 'github https://github.example.com p/r'],
  ['https://company.ghe.com/p/r', 'github https://company.ghe.com p/r'],
  ['https://github.com/a/.github', 'github https://github.com a/.github'],
  ['https://gitlab.com/a/b/c.git', 'gitlab https://gitlab.com a/b/c'],
  ['git@gitlab.example.org:a/b.git', 'gitlab https://gitlab.example.org a/b'],
  ['ssh://git@altssh.gitlab.com:443/a/b.git', 'gitlab https://gitlab.com a/b'],
  ['http://gitlab/a/b.git', 'gitlab http://gitlab a/b'],
  ['git@bitbucket.org:team/registry.git', 'bitbucket https://bitbucket.org team/registry'],
  ['https://ada@bitbucket.org/team/registry.git', 'bitbucket https://bitbucket.org team/registry'],
  ['https://git.example.com/people/registry', 'other https://git.example.com people/registry'],
  ['git@git.example.com:people/registry', 'other https://git.example.com people/registry'],
  ['git@192.0.2.7:people/registry', 'other https://192.0.2.7 people/registry'],
  ['https://github.com/a/b/c', 'other https://github.com a/b/c'],
  ['https://github.com.evil.example/a/b', 'github https://github.com.evil.example a/b'],
  ['https://git.sr.ht/team/registry', 'other https://git.sr.ht team/registry']
]

/** Addresses that say nothing, or would have to be guessed. */
const unknown: readonly string[] = [
  '',
  '/srv/registry.git',
  '../registry.git',
  'registry.git',
  'file:///srv/people/registry.git',
  'C:/people/registry.git',
  String.raw`C:\people\registry.git`,
  String.raw`\\server\people\registry.git`,
  'https://github.com',
  'https://github.com/',
  'https://github.com/people',
  'https://github.com//people/registry',
  'https://github.com/people//registry',
  'https://github.com/people/registry?x=y',
  'https://github.com/people/registry#x',
  'https://github.com/../people/registry',
  'https://github.com/people/..',
  'https://github.com/-people/registry',
  'https://github.com/people/--web',
  'https://github.com/people/a b',
  'https://github.com/people/%2d%2dweb',
  'https://github.com/people/registry\n--web',
  'https://github.com/people/regis\u202Etry',
  'https://github.com/people/$(id)',
  'https://github.com/people/`id`',
  "https://github.com/people/';id",
  'https://git@evil.example@github.com/people/registry',
  'https://github.com:99999999/people/registry',
  'https://-github.com/people/registry',
  'https://git hub.com/people/registry',
  'https://[::1]/people/registry',
  '[::1]:people/registry',
  'https://gïthub.com/people/registry',
  'git@github-work:people/registry.git',
  'ssh://git@work/people/registry.git',
  'git@github.com:registry.git',
  '--upload-pack=id:people/registry',
  'ext::sh -c id',
  'git@github.com://people/registry',
  'javascript://github.com/people/registry',
  `https://github.com/people/${'a'.repeat(2000)}`
]

for (const [address, expected] of known) {
  test(`forgeOf() reads ${address}`, () => {
    const forge = forgeOf(address)
    assert.equal(forge && `${forge.kind} ${forge.origin} ${forge.path}`, expected)
  })
}

test('forgeOf() makes nothing of what says nothing', () => {
  for (const address of unknown) assert.equal(forgeOf(address), undefined, address)
})

test('forgeOf() is no victim of any address', () => {
  const parts = fc.constantFrom(
    'https://',
    'git@',
    'github.com',
    ':',
    '/',
    '-',
    '.',
    '..',
    '@',
    'a'
  )
  const addresses = fc.oneof(
    fc.string({unit: 'binary', maxLength: 40}),
    fc.array(parts, {maxLength: 12}).map((some) => some.join('')),
    fc.constantFrom('a', '/', ':', '@', '.').map((unit) => unit.repeat(1_000_000))
  )
  fc.assert(
    fc.property(addresses, (address) => {
      const forge = forgeOf(address)
      if (!forge) return
      assert.match(forge.origin, /^https?:\/\/[a-z\d][a-z\d.-]*(?::\d+)?$/u)
      assert.match(forge.path, /^[\w.][\w.-]*(?:\/[\w.][\w.-]*)+$/u)
      assert.doesNotMatch(githubName(forge), /^-|\s/u)
    }),
    {seed: 20_261_120, numRuns: 2000}
  )
})

const branches = {base: 'main', branch: 'registry'}

test('pullRequestPage() is the page of each forge', () => {
  const pages = [
    ['git@github.com:p/r.git', 'https://github.com/p/r/compare/main...registry?expand=1'],
    [
      'git@gitlab.com:a/b/c.git',
      'https://gitlab.com/a/b/c/-/merge_requests/new?merge_request[source_branch]=registry&merge_request[target_branch]=main'
    ],
    [
      'git@bitbucket.org:p/r.git',
      'https://bitbucket.org/p/r/pull-requests/new?source=registry&dest=main&t=1'
    ],
    ['git@git.example.com:p/r.git', undefined]
  ] as const
  for (const [address, page] of pages) {
    const forge = forgeOf(address)
    assert.equal(forge && pullRequestPage(forge, branches), page)
  }
})

test('pullRequestPage() encodes the names of branches', () => {
  const odd = {base: 'release/1#2?%&', branch: 'a/é\u202E\uD83D" \n'}
  const github = forgeOf('git@github.com:p/r.git')
  const gitlab = forgeOf('git@gitlab.com:p/r.git')
  assert.ok(github && gitlab)
  assert.equal(
    pullRequestPage(github, odd),
    'https://github.com/p/r/compare/release/1%232%3F%25%26...a/%C3%A9%E2%80%AE%EF%BF%BD%22%20%0A?expand=1'
  )
  assert.match(pullRequestPage(gitlab, odd) ?? '', /target_branch\]=release%2F1%232%3F%25%26$/u)
})

test('githubName() names the host of a company', () => {
  const names = ['git@github.com:p/r.git', 'https://git.example.com/p/r', 'git@gitlab.com:p/r'].map(
    (address) => {
      const forge = forgeOf(address)
      return forge && [githubName(forge), mayBeGithub(forge)]
    }
  )
  assert.deepEqual(names, [
    ['p/r', true],
    ['git.example.com/p/r', true],
    ['gitlab.com/p/r', false]
  ])
})
