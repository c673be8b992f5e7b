import type {Registry} from '../registry.ts'
import {type BlockStates, statesOf} from './block-change.ts'

/** A state of the registry, and of the schema that it is judged by. */
export interface Version {
  readonly registry: Registry
  readonly blocks: BlockStates
  /** Source of the claim schema that the base's policy names; `undefined` for the shipped one. */
  readonly schema: string | undefined
}

/** Makes a version of a document that was read. */
export function versionOf(registry: Registry, schema: string | undefined): Version {
  return {registry, schema, blocks: statesOf(registry)}
}
