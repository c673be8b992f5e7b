import {claim} from './claim.ts'
import {contention} from './contention.ts'
import type {Bench} from './figure.ts'
import {history} from './history.ts'
import {memory} from './memory.ts'
import {parsing} from './parsing.ts'
import {size} from './size.ts'
import {startUp} from './start-up.ts'

/** All benches, in the order in which they are told. */
export const benches: readonly Bench[] = [
  startUp,
  memory,
  size,
  claim,
  contention,
  parsing,
  history
]
