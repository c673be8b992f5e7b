import {parseArgs} from 'node:util'
import {benches} from './benches.ts'
import {isMet} from './figure.ts'
import {type Benched, renderTable} from './table.ts'

const {values: options} = parseArgs({
  options: {
    only: {type: 'string', multiple: true},
    rounds: {type: 'string', default: '21'},
    json: {type: 'boolean', default: false},
    'keep-certificates': {type: 'boolean', default: false}
  }
})

const names = options.only ?? benches.map(({name}) => name)
const chosen = benches.filter(({name}) => names.includes(name))
if (chosen.length < new Set(names).size) {
  throw new Error(`--only takes ${benches.map(({name}) => name).join(', ')}`)
}

const certificates = process.env['NODE_EXTRA_CA_CERTS']
const isKept = options['keep-certificates'] && certificates !== undefined
const env: Record<string, string> = isKept ? {NODE_EXTRA_CA_CERTS: certificates} : {}
const conditions = {node: process.version, rounds: Number(options.rounds), certificates: isKept}

if (!options.json) {
  console.log(`Node ${conditions.node}, medians of ${conditions.rounds} interleaved runs.`)
  console.log(
    isKept
      ? 'NODE_EXTRA_CA_CERTS is kept: Node 20 reads it at each start, the floor’s too.\n'
      : 'NODE_EXTRA_CA_CERTS is unset: Node 20 reads it at each start, which would hide the rest.\n'
  )
}

const results: Benched[] = []
for (const bench of chosen) {
  const figures = await bench.measure({rounds: conditions.rounds, env})
  results.push({bench, figures})
  if (!options.json) console.log(renderTable({bench, figures}))
}

if (options.json) {
  const told = results.map(({bench: {name, about}, figures}) => ({
    name,
    about,
    figures: figures.map((figure) => ({...figure, met: isMet(figure)}))
  }))
  console.log(JSON.stringify({...conditions, benches: told}, null, 2))
}
