import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {type Bench, figureOf} from './figure.ts'
import {packageRoot} from './program.ts'

/** Bytes that a cold `npx regmd` may have to fetch, in kB. */
const largest = 400

/** How large the package is. */
export const size: Bench = {
  name: 'size',
  about: 'The tarball of `npm pack`, which a cold `npx` fetches; it depends on nothing else.',

  async measure() {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
    const {stdout} = await promisify(execFile)('npm', args, {cwd: packageRoot})
    const [packed] = JSON.parse(stdout) as readonly {readonly size: number}[]
    if (!packed) throw new Error('Expected a package')
    const tarball = {name: 'npm pack', values: [packed.size / 1000]}
    const allowed = {name: 'what is allowed', values: [largest]}
    return [figureOf(tarball, allowed, {unit: 'kB', target: 1})]
  }
}
