import { domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'

/** A JSON object whose meaning only the client knows. */
export type Metadata = Readonly<Record<string, unknown>>

/** `bytes` of the JSON text in UTF-8; `depth` of nested objects and arrays, including the outermost. */
export const metadataLimits = { bytes: 65_536, depth: 10 } as const

const unpaired = /\p{Cs}/u
const utf8 = new TextEncoder()

/** Size of a value as JSON text, in bytes of UTF-8. */
export const jsonBytes = (value: unknown): number => utf8.encode(JSON.stringify(value)).length

const invalidMetadata = (code: ErrorCode<'invalid'>, problem: string) =>
  domainError('invalid', code, `The metadata ${problem}.`, { field: 'metadata' })

const isObject = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const checkText = (text: string) => {
  if (text.includes('\0') || unpaired.test(text))
    throw invalidMetadata('metadata_unstorable', 'must not contain NUL or unpaired surrogates')
}

/** The value with sorted object keys, so that equal values have equal text. */
const ordered = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') checkText(value)
  if (typeof value === 'number' && !Number.isFinite(value))
    throw invalidMetadata('metadata_unstorable', 'must not contain numbers beyond those of JSON')
  if (typeof value !== 'object' || value === null) return value
  if (depth > metadataLimits.depth)
    throw invalidMetadata(
      'metadata_too_deep',
      `must not be nested more than ${metadataLimits.depth} levels deep`,
    )
  if (Array.isArray(value)) return value.map((item) => ordered(item, depth + 1))
  const entries = Object.entries(value).map(([key, inner]) => {
    checkText(key)
    if (key === '__proto__')
      throw invalidMetadata('metadata_unstorable', 'must not contain the key "__proto__"')
    return [key, ordered(inner, depth + 1)] as const
  })
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Normalizes metadata for storage. Rejects with `invalid` unless it is an object within the limits whose values a
 * database can store.
 */
export const normalizeMetadata = (input: Metadata): Metadata => {
  if (!isObject(input)) throw invalidMetadata('metadata_no_object', 'must be a JSON object')
  const normalized = ordered(input, 1) as Metadata
  if (jsonBytes(normalized) > metadataLimits.bytes)
    throw invalidMetadata('metadata_too_large', `must not exceed ${metadataLimits.bytes} bytes as JSON`)
  return normalized
}

/** Maximum number of metadata conditions of a list: each is compared with every row that the other filters leave. */
const maxConditions = 16

/** Validates the metadata conditions of a list. Rejects with `invalid`. */
export const metadataConditions = (conditions: Metadata | undefined): Metadata | undefined => {
  if (conditions === undefined) return undefined
  if (Object.keys(conditions).length > maxConditions)
    throw invalidMetadata('metadata_conditions_too_many', `filter can have at most ${maxConditions} keys`)
  return normalizeMetadata(conditions)
}

const patched = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch
  const merged = new Map(Object.entries(isObject(target) ? target : {}))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, patched(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

/** A JSON merge patch (RFC 7396): null removes, objects merge, anything else replaces. */
export const patchMetadata = (before: Metadata, patch: Metadata): Metadata => {
  // The patch is limited before it is traversed, and the result is limited again.
  normalizeMetadata(patch)
  return normalizeMetadata(patched(before, patch) as Metadata)
}

/** Replaces whole attributes: null is a value, and objects do not merge. */
const assigned = (before: Metadata, input: Metadata): Metadata =>
  normalizeMetadata({ ...before, ...normalizeMetadata(input) })

/** The changed metadata: replaced first, then assigned, then patched; undefined without any change. */
export const changedMetadata = (
  before: Metadata,
  change: {
    readonly metadata?: Metadata | undefined
    readonly assignMetadata?: Metadata | undefined
    readonly replaceMetadata?: Metadata | undefined
  },
): Metadata | undefined => {
  const whole = change.replaceMetadata && normalizeMetadata(change.replaceMetadata)
  const mixed = change.assignMetadata ? assigned(whole ?? before, change.assignMetadata) : whole
  return change.metadata ? patchMetadata(mixed ?? before, change.metadata) : mixed
}
