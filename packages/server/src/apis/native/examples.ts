import { exampleValues } from '@muster/contract/native/example-values.ts'
import type { TSchema } from 'typebox'

type Schema = TSchema & {
  readonly type?: string
  readonly const?: unknown
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly contentMediaType?: string
  readonly format?: string
  readonly minimum?: number
}

const time = '2026-03-01T09:30:00.000Z'

/** An example from the schema alone. */
const plain = (schema: Schema): unknown => {
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  if (schema.format === 'date-time') return time
  switch (schema.type) {
    case 'string':
      return schema.contentMediaType === undefined ? 'text' : `text of ${schema.contentMediaType}`
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'array':
      return schema.items ? [exampleOf(schema.items)] : []
    default:
      return {}
  }
}

/** An example of the schema, with this API's example values by property name. */
export const exampleOf = (schema: Schema, name = ''): unknown => {
  const known = exampleValues[name]
  // The last non-null alternative is the most specific.
  const inner = schema.anyOf?.filter(({ type }) => type !== 'null').at(-1)
  if (known !== undefined && !schema.enum && schema.const === undefined && !schema.properties) {
    const { type } = inner ?? schema
    const fits =
      type === 'array'
        ? Array.isArray(known)
        : type === 'integer'
          ? typeof known === 'number'
          : type === 'object' || type === undefined
            ? true
            : typeof known === type
    if (fits) return known
  }
  if (inner) return exampleOf(inner, name)
  if (!schema.properties) return plain(schema)
  return Object.fromEntries(
    Object.entries(schema.properties).map(([key, value]) => [key, exampleOf(value, key)]),
  )
}

/** The example request body with an example value for each `{name}`. */
export const filledIn = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value.replace(/\{(\w+)\}/g, (whole, name: string) => String(exampleValues[name] ?? whole))
  if (Array.isArray(value)) return value.map(filledIn)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledIn(inner)]))
}
