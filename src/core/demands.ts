/** What a claim schema demands that the format section of a document states as well. */
export interface Demands {
  /** Properties of a claim that a registered one must have. */
  readonly required: readonly string[]
  /** Statuses that a claim may have; `undefined` for any. */
  readonly statuses: readonly string[] | undefined
  readonly firstNumber: number
  /** Infinite where the schema sets no end. */
  readonly lastNumber: number
}

/**
 * Reads the demands of a schema (JSON Schema 2020-12) that stand where the shipped one has them.
 *
 * @param schema - as `JSON.parse` gives it.
 */
export function demandsOf(schema: unknown): Demands {
  const first = at(schema, ['properties', 'number', 'minimum'])
  const last = at(schema, ['properties', 'number', 'maximum'])
  const statuses = at(schema, ['properties', 'status', 'enum'])
  return {
    required: [...words(at(schema, ['required'])), ...words(at(schema, ['then', 'required']))],
    statuses: statuses === undefined ? undefined : words(statuses),
    firstNumber: typeof first === 'number' ? first : 1,
    lastNumber: typeof last === 'number' ? last : Number.POSITIVE_INFINITY
  }
}

/** What a path of keys leads to; `undefined` where it leads nowhere. */
function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => {
    const entries = typeof inner === 'object' && inner !== null ? Object.entries(inner) : []
    return entries.find(([name]) => name === key)?.[1]
  }, value)
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
