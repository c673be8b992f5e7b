import {readdir, readFile} from 'node:fs/promises'
import type {Metafile} from 'esbuild'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly author?: string | {readonly name: string}
  readonly license?: string
  readonly licenses?: readonly {readonly type: string}[]
}

/**
 * Lists every package with code in the bundle: name, version, licence and the licence's text.
 *
 * @param root - folder of the package.
 * @throws {Error} if a bundled package has no licence or no licence text.
 */
export async function thirdPartyNotices(root: string, metafile: Metafile): Promise<string> {
  const entries = await Promise.all(bundledFolders(metafile).map((folder) => notice(root, folder)))

  return `regmd contains code of these packages.\n\n${entries.join('\n')}`
}

/** Folders such as `node_modules/a/node_modules/@b/c`, sorted, of inputs that left code behind. */
function bundledFolders(metafile: Metafile): string[] {
  const folders = new Set<string>()

  for (const output of Object.values(metafile.outputs)) {
    for (const [path, {bytesInOutput}] of Object.entries(output.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)
      if (folder && bytesInOutput > 0) folders.add(folder[0])
    }
  }

  return [...folders].toSorted()
}

async function notice(root: string, folder: string): Promise<string> {
  const manifest: Manifest = JSON.parse(await readFile(`${root}/${folder}/package.json`, 'utf8'))
  const {name, version} = manifest
  // `licenses` is how packages before npm 1 said it.
  const license = manifest.license ?? manifest.licenses?.[0]?.type
  if (!license) throw new Error(`Cannot bundle ${name}@${version}: it names no licence`)

  const text =
    (await licenceFile(root, folder)) ??
    (await licenceOfReadme(root, folder, license)) ??
    (await licenceOfManifest(root, manifest, license))
  if (!text) throw new Error(`Cannot bundle ${name}@${version}: it has no licence text`)
  return `${'-'.repeat(80)}\n${name}@${version} (${license})\n\n${text.trim()}\n`
}

async function licenceFile(root: string, folder: string): Promise<string | undefined> {
  const file = await findEntry(`${root}/${folder}`, /^(licen[cs]e|copying)/i)
  return file && (await readFile(file, 'utf8'))
}

/** The licence section of a readme, and the terms of MIT, which are this package’s own, after it. */
async function licenceOfReadme(root: string, folder: string, license: string) {
  const file = await findEntry(`${root}/${folder}`, /^readme/i)
  const section = file && /^(?:#+ *)?licen[cs]e\b[^]*/im.exec(await readFile(file, 'utf8'))?.[0]
  if (!section || license !== 'MIT') return undefined

  return `${section.trim()}\n\n${await termsOfMit(root)}`
}

/** Where a package says no more than its author and `MIT`, the terms of that licence are its text. */
async function licenceOfManifest(root: string, {author}: Manifest, license: string) {
  const name = typeof author === 'string' ? author : author?.name
  if (name === undefined || license !== 'MIT') return undefined
  return `Copyright (c) ${name}\n\n${await termsOfMit(root)}`
}

async function termsOfMit(root: string): Promise<string> {
  const own = await readFile(`${root}/LICENSE`, 'utf8')
  return own.slice(own.indexOf('Permission is'))
}

async function findEntry(folder: string, pattern: RegExp): Promise<string | undefined> {
  const entry = (await readdir(folder)).find((name) => pattern.test(name))
  return entry && `${folder}/${entry}`
}
