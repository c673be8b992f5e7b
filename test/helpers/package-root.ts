import {fileURLToPath} from 'node:url'

/** Root of this package, without a final slash. */
export const packageRoot: string = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /\/$/u,
  ''
)
