import { ArgumentError } from '../transport/errors.ts'

/** An object or its id. Every place that takes an id takes the object too. */
export type Ref = string | { readonly id: string }

/** Attributes that Identity does not define; servers store and return them unchanged, with these names. */
export type Extra = Readonly<Record<string, unknown>>

/** A response lacks what the API defines; `readBody` makes an `InvalidResponseError` of it. */
export class UnexpectedShape extends Error {}

/** A property, with its conversions where the values differ on the wire. */
export type Field = {
  /** The name on the wire; by default that of the property in snake_case. */
  readonly wire?: string
  readonly read?: (value: unknown, name: string) => unknown
  readonly write?: (value: unknown, argument: string) => unknown
  readonly isReadOnly?: true
}

/** The properties of a noun, by their names in TypeScript. */
export type Fields = Readonly<Record<string, Field>>

export const wireName = (property: string, { wire }: Field = {}): string =>
  wire ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const asObject = (value: unknown, name: string): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnexpectedShape(`${name} is not an object`)
  return value as Record<string, unknown>
}

export const asArray = (value: unknown, name: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new UnexpectedShape(`${name} is not an array`)
  return value
}

export const asText = (value: unknown, name: string): string => {
  if (typeof value !== 'string' || value === '') throw new UnexpectedShape(`${name} is not a text`)
  return value
}

/** The id of a reference. Throws `ArgumentError` with the name of the argument. */
export const idOf = (ref: unknown, argument: string): string => {
  const id = (ref as { readonly id?: unknown } | null | undefined)?.id ?? ref
  if (typeof id !== 'string' || id === '')
    throw new ArgumentError(argument, 'must be an id or an object with an id')
  return id
}

/** The array of an argument. */
export const listOf = (value: unknown, argument: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new ArgumentError(argument, 'must be an array')
  return value
}

/** A property with the same value on the wire. */
export const plain = {} as const satisfies Field

/** A property that refers to another object. */
export const reference = {
  write: (value: unknown, argument: string) => (value === null ? null : idOf(value, argument)),
} as const satisfies Field

/** A property that only the server sets. */
export const readOnly = { isReadOnly: true } as const satisfies Field

/** Times without a zone are in UTC (keystone.md section 1.1). */
export const readTime = (value: unknown, name: string): Date | null => {
  if (value === null) return null
  const text = asText(value, name)
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(time.getTime())) throw new UnexpectedShape(`${name} is not a time`)
  return time
}

/** A time that only the server sets. */
export const readOnlyTime = { isReadOnly: true, read: readTime } as const satisfies Field

/** A property with a time: a `Date`, or null. */
export const time = {
  read: readTime,
  write: (value: unknown, argument: string) => {
    if (value === null || typeof value === 'string') return value
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
    throw new ArgumentError(argument, 'must be a valid Date')
  },
} as const satisfies Field

/** Reads the known properties of an object; the others become `extra`. */
export const fromWire = (fields: Fields, value: unknown, name: string): object => {
  const wire = asObject(value, name)
  const rest = new Map(Object.entries(wire))
  const known: [string, unknown][] = []
  for (const [property, field] of Object.entries(fields)) {
    const key = wireName(property, field)
    if (!rest.has(key)) continue
    const shown = rest.get(key)
    known.push([property, field.read ? field.read(shown, `${name}.${key}`) : shown])
    rest.delete(key)
  }
  if (isEcho(rest.get('extra'), wire)) rest.delete('extra')
  return { ...Object.fromEntries(known), extra: Object.fromEntries(rest) }
}

/** After PATCH, Keystone repeats the additional attributes inside an object `extra` (keystone.md section 1). */
const isEcho = (extra: unknown, attributes: Readonly<Record<string, unknown>>): boolean =>
  typeof extra === 'object' &&
  extra !== null &&
  !Array.isArray(extra) &&
  Object.entries(extra).every(([name, value]) => JSON.stringify(attributes[name]) === JSON.stringify(value))

/** The wire form of attributes. Throws `ArgumentError` for a property that does not exist or cannot be set. */
export const toWire = (
  fields: Fields,
  attributes: object,
  argument = 'attributes',
): Readonly<Record<string, unknown>> => {
  if (typeof attributes !== 'object' || attributes === null)
    throw new ArgumentError(argument, 'must be an object')
  const wire: [string, unknown][] = []
  const { extra, ...known } = attributes as Readonly<Record<string, unknown>>
  for (const [property, value] of Object.entries(known)) {
    if (value === undefined) continue
    const field = Object.hasOwn(fields, property) ? fields[property] : undefined
    if (field === undefined)
      throw new ArgumentError(property, 'is unknown; others belong in extra or filters')
    if (field.isReadOnly) throw new ArgumentError(property, 'cannot be set')
    wire.push([wireName(property, field), field.write ? field.write(value, property) : value])
  }
  const names = new Set(Object.entries(fields).map(([property, field]) => wireName(property, field)))
  for (const [name, value] of Object.entries(extra ?? {})) {
    if (names.has(name)) throw new ArgumentError('extra', `must not contain ${name}, which is a property`)
    wire.push([name, value])
  }
  return Object.fromEntries(wire)
}
