import { type TSchema, Type } from 'typebox'

/** Nothing but what is named. */
export const strict = { additionalProperties: false } as const

export const optional = Type.Optional

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A UUID in lower case with dashes, of users and docs. */
const Id = Type.String()

/** RFC 3339, in UTC. */
const Time = Type.String({ format: 'date-time' })

export const Metadata = Type.Record(Type.String(), Type.Unknown(), {
  maxProperties: 5000,
  description: 'At most 65536 bytes as JSON, 5000 keys, and 10 levels deep.',
})

/** The client must find them in every list of its own. */
export const items = <T extends TSchema>(schema: T) => Type.Object({ items: Type.Array(schema) }, strict)

/** Work that goes on behind an answer: there is none here. */
const jobs = Type.Array(Type.String(), { maxItems: 0 })

export const ResourceCreated = Type.Object({ id: Id, created_at: Time, jobs }, strict)
export const ResourceUpdated = Type.Object({ id: Id, updated_at: Time, jobs }, strict)
export const ResourceDeleted = Type.Object({ id: Id, deleted_at: Time, jobs }, strict)

/** Core has the limit of each field. */
export const Text = Type.String({ maxLength: 65_535 })

/** julep.md section 3, User. */
export const User = Type.Object(
  {
    id: Id,
    name: Type.String(),
    about: Type.String(),
    created_at: Time,
    updated_at: Time,
    metadata: Metadata,
  },
  strict,
)

/** What the longest body holds; `document_size_limit` says how long all of it may be. */
const Part = Type.String({ maxLength: 2_097_152 })
const Content = Type.Union([Part, Type.Array(Part, { maxItems: 1000 })])

/** julep.md section 3, Doc. */
export const Doc = Type.Object(
  { id: Id, title: Type.String(), content: Content, created_at: Time, metadata: Metadata },
  strict,
)

export const CreateDoc = Type.Object(
  { title: Text, content: Content, metadata: optional(nullable(Metadata)) },
  strict,
)

/** What lists are asked; the client sends `metadata_filter` always. */
export const listing = ['limit', 'offset', 'metadata_filter', 'sort_by', 'order'] as const
