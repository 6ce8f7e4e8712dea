import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'
import type { SchemaError } from './field-errors.ts'

/** The keywords of a JSON schema with subschemas, and the limits that are checked before these. */
type Schema = TSchema & {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly maxItems?: number
  readonly maxProperties?: number
}

/** Maximum number of errors of one value, and of each alternative of a union. */
const mostErrors = 8

/** Maximum length of a name in an error. */
const mostOfName = 255

const step = (key: string | number): string => {
  const name = String(key)
  const shown = name.length > mostOfName ? `${name.slice(0, mostOfName)}…` : name
  return `/${shown.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The schema without its subschemas, so that the cost of `Errors` is limited to the number of keys. */
const shells = new WeakMap<Schema, TSchema>()
const shellOf = (schema: Schema): TSchema => {
  const known = shells.get(schema)
  if (known) return known
  const { properties, additionalProperties, patternProperties, items, anyOf, ...shell } = schema
  shells.set(schema, shell as TSchema)
  return shell as TSchema
}

/**
 * The errors of a value that does not match its schema, in the format of the schema library. The library visits the
 * whole value regardless of the number of errors; this stops at the eighth, and skips the contents of an array or an
 * object with too many members.
 */
export const explain = (schema: TSchema, value: unknown): readonly SchemaError[] => {
  const found: SchemaError[] = []
  walk(schema, value, '', found)
  return found
}

const walk = (schema: Schema, value: unknown, path: string, found: SchemaError[]): void => {
  for (const error of Errors(shellOf(schema), value)) add({ ...error, instancePath: path }, found)
  if (Array.isArray(value)) walkItems(schema, value, path, found)
  else if (typeof value === 'object' && value !== null)
    walkProperties(schema, value as Readonly<Record<string, unknown>>, path, found)
  if (schema.anyOf) walkAlternatives(schema.anyOf, value, path, found)
}

const add = (error: SchemaError, found: SchemaError[]): void => {
  if (found.length < mostErrors) found.push(error)
}

const isFull = (found: readonly SchemaError[]): boolean => found.length >= mostErrors

const walkItems = (
  { items, maxItems }: Schema,
  value: readonly unknown[],
  path: string,
  found: SchemaError[],
) => {
  if (!items || value.length > (maxItems ?? Number.POSITIVE_INFINITY)) return
  for (const [at, item] of value.entries()) {
    if (isFull(found)) return
    walk(items, item, path + step(at), found)
  }
}

const walkProperties = (
  { properties = {}, patternProperties = {}, additionalProperties, maxProperties }: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  found: SchemaError[],
) => {
  const keys = Object.keys(value)
  if (keys.length > (maxProperties ?? Number.POSITIVE_INFINITY)) return
  if (additionalProperties === false)
    for (const key of keys) {
      if (isFull(found)) return
      if (!Object.hasOwn(properties, key)) add(unknownKey(path + step(key)), found)
    }
  // Contracts use patterns only for records, where the pattern matches every key.
  const [every] = Object.values(patternProperties)
  if (every)
    for (const key of keys) {
      if (isFull(found)) return
      walk(every, value[key], path + step(key), found)
    }
  for (const [key, inner] of Object.entries(properties))
    if (Object.hasOwn(value, key) && !isFull(found)) walk(inner, value[key], path + step(key), found)
}

const unknownKey = (instancePath: string): SchemaError => ({
  keyword: 'boolean',
  instancePath,
  params: {},
  message: 'schema is false',
})

const walkAlternatives = (
  alternatives: readonly Schema[],
  value: unknown,
  path: string,
  found: SchemaError[],
) => {
  const all: SchemaError[] = []
  for (const alternative of alternatives) {
    const wrong: SchemaError[] = []
    walk(alternative, value, path, wrong)
    if (wrong.length === 0) return
    all.push(...wrong)
  }
  for (const error of all) add(error, found)
}
