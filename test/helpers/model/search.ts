import fc from 'fast-check'
import type {PromiseName} from '../../../src/core/trial/broken-promise.ts'
import type {PortFaults} from './side.ts'
import {play, scenarios} from './scenario.ts'

/** A search for a run in which promises are broken; plain data. */
export interface Search {
  readonly seed: number
  /** Runs at most. */
  readonly most: number
  readonly faults?: PortFaults
  /** Promises that count; all of them without it. */
  readonly breaks?: readonly PromiseName[]
}

/** What was found. */
export interface Found {
  /** Runs until the first one that broke a promise, or all of them. */
  readonly runs: number
  /** The run, its operations and moves; `undefined` if none broke a promise. */
  readonly report: string | undefined
}

/** Plays scenarios until one breaks a promise. */
export async function search({seed, most, faults = {}, breaks}: Search): Promise<Found> {
  const property = fc.asyncProperty(scenarios, fc.scheduler(), async (scenario, scheduler) => {
    const {world, broken} = await play(faults, scenario, scheduler)
    const counted = broken.filter(({promise}) => breaks?.includes(promise) ?? true)
    if (counted.length === 0) return
    const {operations, server} = world
    throw new Error(JSON.stringify({broken: counted, operations, moves: server.moves}, null, 1))
  })
  const details = await fc.check(property, {seed, numRuns: most, endOnFailure: true})
  if (!details.failed) return {runs: details.numRuns, report: undefined}
  const message = await fc.asyncDefaultReportMessage(details)
  return {runs: details.numRuns, report: `${message}\n${String(details.errorInstance)}`}
}
