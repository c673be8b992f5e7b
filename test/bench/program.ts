import {fileURLToPath} from 'node:url'

/** Root of this package. */
export const packageRoot: string = fileURLToPath(new URL('../..', import.meta.url))

/** The built program, as users run it. */
export const binary: string = `${packageRoot}/dist/bin.cjs`

/** The least that a program of Node can cost. */
export const bareNode = {name: 'node -e 0', command: [process.execPath, '-e', '0']} as const
