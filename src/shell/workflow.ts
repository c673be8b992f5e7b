import {stringify} from 'yaml'
import {readVersion} from '../package.ts'
import {actionCommit} from './action-commit.ts'

/** Path of the workflow that `init` writes, from the root. */
export const workflowPath = '.github/workflows/registry.yml'

/** What a workflow watches. */
export interface Watched {
  /** Names of the branches, short: `main`. */
  readonly branches: readonly string[]
  /** Path of the registry from the root, where it is not found by itself. */
  readonly registry: string | undefined
}

const checkout = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd'

const action = `regmd/regmd/.github/actions/check@${actionCommit ?? `v${readVersion()}`}`

/** Writes the workflow that checks a registry on GitHub. */
export function renderWorkflow({branches, registry}: Watched): string {
  const workflow = {
    name: 'registry',
    on: {
      pull_request: null,
      merge_group: null,
      push: {branches: [...new Set(branches)].map(branchPattern)}
    },
    permissions: {contents: 'read'},
    concurrency: {
      // Each push is checked: a later one must not stand in for it.
      group: `registry-${expression("github.event_name == 'pull_request' && github.ref || github.sha")}`,
      'cancel-in-progress': true
    },
    jobs: {
      check: {
        'runs-on': 'ubuntu-latest',
        'timeout-minutes': 10,
        steps: [
          {uses: checkout, with: {'fetch-depth': 0, 'persist-credentials': false}},
          {uses: action, ...(registry === undefined ? {} : {with: {registry: literal(registry)}})}
        ]
      }
    }
  }
  return stringify(workflow, {lineWidth: 0, nullStr: '', singleQuote: true})
}

/** A filter that matches this branch only. */
function branchPattern(name: string): string {
  return name.replace(/[!*+?[\\]/gu, String.raw`\$&`)
}

function expression(source: string): string {
  return `\${{ ${source} }}`
}

/** Text in which nothing is an expression. */
function literal(value: string): string {
  return value.replaceAll('${{', expression("'${{'"))
}
