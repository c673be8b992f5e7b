import {readFile} from 'node:fs/promises'
import {type Plugin, transform} from 'esbuild'

/** Shortens the names in libraries; ours stay, for stacks that a user can report. */
export const minifyLibraries: Plugin = {
  name: 'minify-libraries',
  setup(build) {
    build.onLoad({filter: /[\\/]node_modules[\\/].*\.[cm]?js$/}, async ({path}) => {
      const source = await readFile(path, 'utf8')
      const {code} = await transform(source, {
        minify: true,
        legalComments: 'none',
        target: 'es2023'
      })
      return {contents: code, loader: 'js'}
    })
  }
}
