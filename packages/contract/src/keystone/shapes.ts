import { type TProperties, type TSchema, Type } from 'typebox'

/** Unknown attributes are stored and returned (keystone.md: "extra" attributes). */
export const open = { additionalProperties: true } as const

/** Text up to the longest column; core enforces the limit of each field. */
export const Text = Type.String({ maxLength: 65_535 })

/** Generated ids and ids chosen by clients. */
export const Id = Type.String({ minLength: 1, maxLength: 255 })

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const optional = Type.Optional

/** JSON booleans, or the spellings of keystone.md section 4.1. */
export const truths = ['true', 'True', 'TRUE', '1', 'y', 'Y', 'yes', 'YES', 'on', 'ON', ''] as const
export const falsehoods = ['false', 'False', 'FALSE', '0', 'n', 'N', 'no', 'NO', 'off', 'OFF'] as const
export const Flag = Type.Union([
  Type.Boolean(),
  ...[...truths, ...falsehoods].map((word) => Type.Literal(word)),
])

export const Links = Type.Object({ self: Type.String() }, open)

export const ListLinks = Type.Object({
  self: Type.String(),
  next: nullable(Type.String()),
  previous: Type.Null(),
})

/** `{"user": {…}}` */
export const member = <K extends string, S extends TSchema>(name: K, schema: S) =>
  Type.Object({ [name]: schema } as unknown as Record<K, S>)

/** `{"users": [{…}], "links": {…}, "next": "…", "truncated": true}` (keystone.md section 4); `next` is for openstacksdk. */
export const collection = <K extends string, S extends TSchema>(name: K, schema: S) =>
  Type.Object({
    ...({ [name]: Type.Array(schema) } as unknown as Record<K, ReturnType<typeof Type.Array<S>>>),
    links: ListLinks,
    next: Type.Optional(Type.String()),
    truncated: Type.Optional(Type.Literal(true)),
  })

/** A body with one object of that name; other top-level keys are ignored. */
export const wrapped = <K extends string, P extends TProperties>(name: K, properties: P) =>
  Type.Object(
    { [name]: Type.Object(properties, open) } as unknown as Record<K, ReturnType<typeof Type.Object<P>>>,
    open,
  )

/** Only `immutable`; null clears it. */
export const ResourceOptions = Type.Object(
  { immutable: Type.Optional(nullable(Type.Boolean())) },
  { additionalProperties: false },
)

export const paging = ['limit', 'marker'] as const
