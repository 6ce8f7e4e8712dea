import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** The subset of JSON schema that contracts use. */
type Schema = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minProperties?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/** A value for a property of that name; undefined uses the schema. */
export type Given = (name: string) => unknown

const checks = new WeakMap<object, (value: unknown) => boolean>()

/** Compiling a schema costs far more than a check. */
const fits = (schema: object, value: unknown): boolean => {
  let check = checks.get(schema)
  if (!check) {
    const compiled = Compile(schema as TSchema)
    check = (value) => compiled.Check(value)
    checks.set(schema, check)
  }
  return check(value)
}

const texts = ['sample', 'http://sample.example', '0'.repeat(32)]

const objectOf = ({ properties = {}, required = [], minProperties = 0 }: Schema, input: Given) => {
  const names = Object.keys(properties)
  const gifts = new Map(names.map((name) => [name, input(name)]))
  for (const [name, gift] of gifts)
    if (gift === undefined || !fits(properties[name] ?? {}, gift)) gifts.delete(name)
  const wanted = new Set([...required, ...gifts.keys()])
  // An id must be repeated, which a sample cannot know.
  const fillers = ['description', 'name', ...names].filter(
    (name) => name in properties && !/^id$|_id$/.test(name),
  )
  for (const name of fillers) if (wanted.size < minProperties) wanted.add(name)
  return Object.fromEntries(
    [...wanted].map((name) => [name, gifts.get(name) ?? build(properties[name] ?? {}, input)]),
  )
}

const build = (schema: Schema, input: Given): unknown => {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return build(schema.anyOf[0] ?? {}, input)
  switch (schema.type) {
    case 'object':
      return objectOf(schema, input)
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => build(schema.items ?? {}, input))
    case 'string':
      return texts.find((text) => fits(schema, text)) ?? ''
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return 1
    default:
      return null
  }
}

/** A small valid value: required fields, and fields with a value in `given`. */
export const sampleOf = (schema: TSchema, input: Given = () => undefined): unknown => {
  const value = build(schema as Schema, input)
  if (!fits(schema, value)) throw new Error(`no sample of ${JSON.stringify(schema)}`)
  return value
}

const odd: readonly unknown[] = [
  null,
  true,
  -1.5,
  '',
  'sample',
  'x'.repeat(70_000),
  [],
  [null],
  {},
  { id: {} },
]

type Path = readonly string[]

const pathsOf = (schema: Schema): readonly Path[] => {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    [[], ...pathsOf(property)].map((path) => [name, ...path]),
  )
  return [...inside, ...(schema.anyOf ?? []).flatMap(pathsOf)]
}

const replaced = (value: unknown, [name, ...rest]: Path, by: unknown): unknown =>
  name === undefined
    ? by
    : { ...(typeof value === 'object' ? value : {}), [name]: replaced((value as never)?.[name], rest, by) }

/** Every body that differs from the sample in one value, at any depth, and is invalid. */
export const wrongBodies = (schema: TSchema, input?: Given): readonly unknown[] => {
  const right = sampleOf(schema, input)
  return [[], ...pathsOf(schema as Schema)]
    .flatMap((path) => odd.map((value) => replaced(right, path, value)))
    .filter((body) => !fits(schema, body))
}
