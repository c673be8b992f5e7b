import {readFileSync} from 'node:fs'

/**
 * Reads a file that ships with this package. Source and bundle both stand one folder below its root.
 *
 * @param path - from the package's root, with slashes.
 */
export function readAsset(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
}

/** Version of this package. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readAsset('package.json'))
  return typeof manifest === 'object' && manifest && 'version' in manifest
    ? String(manifest.version)
    : ''
}
