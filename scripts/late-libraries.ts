import type {Plugin} from 'esbuild'

interface LateLibrary {
  /** As it is imported. */
  readonly name: string
  /** Name of the file beside the program that it is in, without extension. */
  readonly file: string
  /** All that is imported of it. */
  readonly functions: readonly string[]
  /** Whether it is late for other libraries as well. */
  readonly isShared?: boolean
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
    functions: ['decodeNamedCharacterReference'],
    isShared: true
  },
  // Most values stay as they are when they are written.
  {name: 'mdast-util-to-markdown', file: 'renderer', functions: ['toMarkdown']},
  {name: 'mdast-util-gfm', file: 'renderer', functions: ['gfmToMarkdown']}
]

const files = [...new Set(libraries.map(({file}) => file))]

/** Namespaces of the modules that stand for libraries, and of those that the files are made of. */
const [standIn, entry] = ['late', 'late-entry']

/** The files beside the program, as entry points by their names. */
export const lateEntries: Readonly<Record<string, string>> = Object.fromEntries(
  files.map((file) => [file, `${entry}:${file}`])
)

/** Puts functions in the place of such a library that load it when they are called. */
export const lateLibraries: Plugin = {
  name: 'late-libraries',
  setup(bundle) {
    for (const {name, file, functions, isShared = false} of libraries) {
      const filter = new RegExp(`^${name}$`)
      bundle.onResolve({filter}, ({importer, namespace}) => {
        const isOther = importer.includes('node_modules') && !isShared
        return isOther || namespace === entry ? undefined : {path: name, namespace: standIn}
      })
      bundle.onLoad({filter, namespace: standIn}, () => ({
        contents: functions
          .map((one) => `export const ${one} = (...all) => require('./${file}.cjs').${one}(...all)`)
          .join('\n')
      }))
    }

    bundle.onResolve({filter: /^\.\//, namespace: standIn}, ({path}) => ({path, external: true}))
    bundle.onResolve({filter: new RegExp(`^${entry}:`)}, ({path}) => ({
      path: path.slice(entry.length + 1),
      namespace: entry
    }))
    bundle.onLoad({filter: /./, namespace: entry}, ({path}) => ({
      contents: libraries
        .filter(({file}) => file === path)
        .map(({name, functions}) => `export {${functions.join(', ')}} from '${name}'`)
        .join('\n'),
      resolveDir: bundle.initialOptions.absWorkingDir ?? ''
    }))
  }
}
