import type {Plugin} from 'esbuild'

/** Modules of `scripts/stand-ins`, by what libraries import; of one library only, where it is named. */
const modules = [
  {filter: /^string-width$/, name: 'string-width', importer: /./},
  {filter: /^debug$/, name: 'debug', importer: /./},
  {filter: /^escalade\/sync$/, name: 'escalade', importer: /[\\/]yargs[\\/]/},
  {filter: /^assert$/, name: 'assert', importer: /[\\/]yargs[\\/]/},
  {filter: /^remark-stringify$/, name: 'remark-stringify', importer: /[\\/]remark[\\/]/},
  {filter: /^\.\/validate$/, name: 'ics-validate', importer: /[\\/]ics[\\/]dist[\\/]pipeline[\\/]/}
]

/**
 * Puts lighter modules in the place of some that libraries of the program import.
 *
 * @param root - folder of the package.
 */
export function standIns(root: string): Plugin {
  return {
    name: 'stand-ins',
    setup(build) {
      for (const {filter, name, importer: wanted} of modules) {
        build.onResolve({filter}, ({importer}) =>
          wanted.test(importer) ? {path: `${root}/scripts/stand-ins/${name}.ts`} : undefined
        )
      }
    }
  }
}
