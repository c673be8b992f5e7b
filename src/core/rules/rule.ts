import type {FieldKey} from '../field.ts'
import {fieldOf} from '../block.ts'
import type {Policy} from '../policy.ts'
import type {Finding, ProblemCode} from '../problem.ts'
import type {Block, Registry} from '../registry.ts'
import type {ClaimSchema} from '../schema.ts'
import type {Span} from '../span.ts'

/** A document, and what it is judged by. */
export interface Subject {
  readonly registry: Registry
  readonly policy: Policy
  readonly schema: ClaimSchema
  /** Blocks in whose problems alone somebody is interested: a rule may leave out others. */
  readonly about?: readonly Block[]
}

/** One rule of `check`. */
export interface Rule {
  readonly code: ProblemCode
  /** All findings, each with its place; it never throws. */
  readonly check: (subject: Subject) => readonly Finding[]
}

/** Makes a rule that looks at one block at a time. */
export function blockRule(
  code: ProblemCode,
  find: (block: Block, subject: Subject) => readonly Finding[]
): Rule {
  return {
    code,
    check: (subject) =>
      (subject.about ?? subject.registry.blocks).flatMap((block) => find(block, subject))
  }
}

/** Where a block says something: the field's value, its label where it is empty, else the heading. */
export function placeOf(block: Block, key: FieldKey | undefined): Span {
  const field = key && fieldOf(block, key)
  if (!field) return block.heading
  return field.content.start < field.content.end ? field.content : field.name
}
