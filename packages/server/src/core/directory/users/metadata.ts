import { domainError } from '../../kernel/domain-error.ts'

/** A JSON object that only the client knows the meaning of. */
export type Metadata = Readonly<Record<string, unknown>>

/** Bytes of its JSON text in UTF-8, and objects and arrays inside each other, itself included. */
export const metadataLimits = { bytes: 65_536, depth: 10 } as const

const unpaired = /\p{Cs}/u
const utf8 = new TextEncoder()

/** Bytes that a value takes as JSON text in UTF-8. */
export const jsonBytes = (value: unknown): number => utf8.encode(JSON.stringify(value)).length

const wrong = (code: string, why: string) =>
  domainError('invalid', code, `The metadata ${why}.`, { field: 'metadata' })

const isObject = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const checkText = (text: string) => {
  if (text.includes('\0') || unpaired.test(text))
    throw wrong('metadata_unstorable', 'must not hold NUL or broken characters')
}

/** The same value with the keys of every object in order, so that equal values are equal text. */
const ordered = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') checkText(value)
  if (typeof value === 'number' && !Number.isFinite(value))
    throw wrong('metadata_unstorable', 'must not hold numbers beyond those of JSON')
  if (typeof value !== 'object' || value === null) return value
  if (depth > metadataLimits.depth)
    throw wrong('metadata_too_deep', `is at most ${metadataLimits.depth} levels deep`)
  if (Array.isArray(value)) return value.map((item) => ordered(item, depth + 1))
  const entries = Object.entries(value).map(([key, inner]) => {
    checkText(key)
    if (key === '__proto__') throw wrong('metadata_unstorable', 'must not hold the key "__proto__"')
    return [key, ordered(inner, depth + 1)] as const
  })
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Metadata as it is kept. Rejects with `invalid` for what is no object, larger or deeper than the limits, or holds what
 * a database cannot keep.
 */
export const normalizeMetadata = (given: Metadata): Metadata => {
  if (!isObject(given)) throw wrong('metadata_no_object', 'must be a JSON object')
  const clean = ordered(given, 1) as Metadata
  if (jsonBytes(clean) > metadataLimits.bytes)
    throw wrong('metadata_too_large', `takes at most ${metadataLimits.bytes} bytes as JSON`)
  return clean
}

/** Keys that a list may be asked for: each is compared with the metadata of every row that others leave. */
const maxConditions = 16

/** Metadata that rows of a list must hold. Rejects with `invalid`. */
export const metadataConditions = (given: Metadata | undefined): Metadata | undefined => {
  if (given === undefined) return undefined
  if (Object.keys(given).length > maxConditions)
    throw wrong('metadata_conditions_too_many', `to look for has at most ${maxConditions} keys`)
  return normalizeMetadata(given)
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
  // Bounded before it is walked through; what comes of it is bounded again.
  normalizeMetadata(patch)
  return normalizeMetadata(patched(before, patch) as Metadata)
}

/** Each of the attributes in place of what was there by its name: null is a value, and objects do not merge. */
const assigned = (before: Metadata, given: Metadata): Metadata =>
  normalizeMetadata({ ...before, ...normalizeMetadata(given) })

/** What metadata becomes: replaced first, assigned and patched then; undefined where nothing is asked for. */
export const changedMetadata = (
  before: Metadata,
  asked: {
    readonly metadata?: Metadata | undefined
    readonly assignMetadata?: Metadata | undefined
    readonly replaceMetadata?: Metadata | undefined
  },
): Metadata | undefined => {
  const whole = asked.replaceMetadata && normalizeMetadata(asked.replaceMetadata)
  const mixed = asked.assignMetadata ? assigned(whole ?? before, asked.assignMetadata) : whole
  return asked.metadata ? patchMetadata(mixed ?? before, asked.metadata) : mixed
}
