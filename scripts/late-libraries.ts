import type {Plugin} from 'esbuild'

interface LateLibrary {
  /** As it is imported. */
  readonly name: string
  /** Name of the file beside the program that it is, without extension. */
  readonly file: string
  /** All that is imported of it. */
  readonly functions: readonly string[]
}

/** Libraries that are loaded when one of their functions is called for the first time. */
const libraries: readonly LateLibrary[] = [
  // Most documents are read without a parser.
  {name: 'remark', file: 'parser', functions: ['remark']},
  {name: 'yaml', file: 'yaml', functions: ['parse', 'stringify']},
  // Two thousand names of characters, for the parser and for what renders.
  {
    name: 'decode-named-character-reference',
    file: 'entities',
    functions: ['decodeNamedCharacterReference']
  }
]

/** What these files are made of, by their names. */
export const lateEntries: Readonly<Record<string, string>> = Object.fromEntries(
  libraries.map(({name, file}) => [file, name])
)

/** Puts functions in the place of such a library that load it when they are called. */
export const lateLibraries: Plugin = {
  name: 'late-libraries',
  setup(bundle) {
    for (const {name, file, functions} of libraries) {
      const filter = new RegExp(`^${name}$`)
      bundle.onResolve({filter}, ({kind}) =>
        kind === 'entry-point' ? undefined : {path: name, namespace: 'late'}
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
