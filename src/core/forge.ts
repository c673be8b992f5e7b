/** A repository on a forge, as the address of its remote says. */
export interface Forge {
  /** `other` where pages cannot be told from the address. */
  readonly kind: 'github' | 'gitlab' | 'bitbucket' | 'other'
  /** Host of its pages, in lower case, with a port where the address has one for pages. */
  readonly host: string
  /** Where its pages start: `https://github.com`. */
  readonly origin: string
  /** Owner or groups, and the repository, joined by slashes; no segment starts with a dash. */
  readonly path: string
}

/** The two branches of a pull request, by their short names. */
export interface ProposedBranches {
  readonly base: string
  readonly branch: string
}

const urlPattern =
  /^(https?|ssh|git|git\+ssh|ssh\+git):\/\/(?:[^/@]*@)?([a-z\d.-]+)(:\d{1,5})?\/(.+)$/iu

/** `git@github.com:owner/repository.git`; one letter before the colon is a drive of Windows. */
const scpPattern = /^(?:[\w.+-]+@)?([a-z\d.-]{2,}):(?!\/\/)\/?(.+)$/iu

const hostPattern = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/u

/** Segment of a path; one that starts with a dash could be taken for an option. */
const segmentPattern = /^(?!-|\.{1,2}$)[\w.-]+$/u

/** Longest address that is looked at. */
const longest = 1000

/** Hosts that take ssh for another one's repositories. */
const sameHosts: ReadonlyMap<string, string> = new Map([
  ['www.github.com', 'github.com'],
  ['ssh.github.com', 'github.com'],
  ['altssh.gitlab.com', 'gitlab.com'],
  ['altssh.bitbucket.org', 'bitbucket.org']
])

/**
 * Reads the address of a remote: https, ssh, git, or `user@host:path`, with `.git` or not.
 *
 * A name without a dot in an address of ssh may be an alias of the user's `~/.ssh/config`, which says
 * nothing about a host. Own code, since libraries know some hosts only, or take almost anything.
 *
 * @returns nothing for a path, and for whatever is not plainly owner and repository on a host.
 */
export function forgeOf(address: string): Forge | undefined {
  const parts = address.length > longest ? undefined : split(address)
  if (!parts) return undefined
  const {scheme, given, port, path} = parts
  const isPage = scheme !== 'ssh'
  const segments = path.split('/')
  if (!hostPattern.test(given) || (!isPage && !given.includes('.'))) return undefined
  if (segments.length < 2 || !segments.every((one) => segmentPattern.test(one))) return undefined

  const name = sameHosts.get(given) ?? given
  const host = name + port
  const origin = `${isPage ? scheme : 'https'}://${host}`
  return {kind: kindOf(name, segments.length), host, origin, path}
}

interface Parts {
  /** `https`, `http`, or `ssh` for all that has no pages. */
  readonly scheme: string
  readonly given: string
  /** Of pages, with its colon; empty without one. */
  readonly port: string
  readonly path: string
}

function split(address: string): Parts | undefined {
  const url = urlPattern.exec(address)
  if (!url) return splitScp(address)
  const [, given = '', host = '', port = '', path = ''] = url
  const scheme = given.toLowerCase()
  const page = {scheme, given: host.toLowerCase(), port, path: trimmed(path)}
  return scheme.startsWith('http') ? page : {...page, scheme: 'ssh', port: ''}
}

function splitScp(address: string): Parts | undefined {
  const [, host, path] = scpPattern.exec(address) ?? []
  if (host === undefined || path === undefined) return undefined
  return {scheme: 'ssh', given: host.toLowerCase(), port: '', path: trimmed(path)}
}

function trimmed(path: string): string {
  return path.replace(/\/$/u, '').replace(/\.git$/iu, '')
}

function kindOf(host: string, depth: number): Forge['kind'] {
  const isPair = depth === 2
  const isGithub =
    host.endsWith('.ghe.com') || host.split('.').some((label) => label.startsWith('github'))
  if (isGithub) return isPair ? 'github' : 'other'
  if (host.startsWith('gitlab')) return 'gitlab'
  return host === 'bitbucket.org' && isPair ? 'bitbucket' : 'other'
}

/** Page on which a person opens the pull request; nothing where the forge is not known. */
export function pullRequestPage(
  {kind, origin, path}: Forge,
  branches: ProposedBranches
): string | undefined {
  const [base, branch] = [encode(branches.base), encode(branches.branch)]
  const compared = [base, branch].map((name) => name.replaceAll('%2F', '/')).join('...')
  const pages: Readonly<Record<Forge['kind'], string | undefined>> = {
    github: `compare/${compared}?expand=1`,
    gitlab: `-/merge_requests/new?merge_request[source_branch]=${branch}&merge_request[target_branch]=${base}`,
    bitbucket: `pull-requests/new?source=${branch}&dest=${base}&t=1`,
    other: undefined
  }
  const page = pages[kind]
  return page === undefined ? undefined : `${origin}/${path}/${page}`
}

/** What half of a character is left of cannot be encoded. */
function encode(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '\uFFFD'))
}

/** Name by which GitHub's own program knows a repository: `[HOST/]OWNER/REPOSITORY`. */
export function githubName({host, path}: Forge): string {
  return host === 'github.com' ? path : `${host}/${path}`
}

/** Whether GitHub's own program may know a forge: one of an unknown name may be a company's own. */
export function mayBeGithub({kind, path}: Forge): boolean {
  return kind === 'github' || (kind === 'other' && path.split('/').length === 2)
}
