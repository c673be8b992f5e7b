import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Plugin} from 'esbuild'
import {packageRoot} from './package-root.ts'

/** A fault of the protocol: one place of the source, written otherwise. */
export interface Mutation {
  /** From the root of the package. */
  readonly file: string
  /** Source that is there exactly once. */
  readonly from: string
  readonly to: string
}

/** Puts mutations into a bundle; the source on disk stays as it is. */
export function mutate(mutations: readonly Mutation[]): Plugin {
  return {
    name: 'mutate',
    setup(build) {
      build.onLoad({filter: /[.]ts$/}, async ({path}) => {
        const mine = mutations.filter(({file}) => join(packageRoot, file) === path)
        if (mine.length === 0) return undefined
        const source = await readFile(path, 'utf8')
        return {contents: mine.reduce(applyMutation, source), loader: 'ts'}
      })
    }
  }
}

function applyMutation(source: string, {file, from, to}: Mutation): string {
  assert.equal(source.split(from).length, 2, `${file} has this once: ${from}`)
  return source.replace(from, () => to)
}
