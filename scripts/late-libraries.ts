import type {Plugin} from 'esbuild'

/** Libraries that are loaded when one of their functions is called for the first time. */
const libraries = [
  // Most documents are read without it.
  {name: 'remark', file: 'parser', functions: ['remark']},
  {name: 'yaml', file: 'yaml', functions: ['parse', 'stringify']}
] as const

/** The files beside the program that these libraries are, by what they are made of. */
export const lateEntries: Readonly<Record<string, string>> = Object.fromEntries(
  libraries.map(({name, file}) => [file, name])
)

/** Puts functions in the place of such a library that load it when they are called. */
export const lateLibraries: Plugin = {
  name: 'late-libraries',
  setup(bundle) {
    for (const {name, file, functions} of libraries) {
      const filter = new RegExp(`^${name}$`)
      bundle.onResolve({filter}, ({importer}) =>
        importer.includes('node_modules') ? undefined : {path: name, namespace: 'late'}
      )
      bundle.onLoad({filter, namespace: 'late'}, () => ({
        contents: functions
          .map((one) => `export const ${one} = (...all) => require('./${file}.cjs').${one}(...all)`)
          .join('\n')
      }))
    }

    bundle.onResolve({filter: /^\.\//, namespace: 'late'}, ({path}) => ({path, external: true}))
  }
}
