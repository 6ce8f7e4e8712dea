import { type TSchema, Type } from 'typebox'

/** Closed: no additional members. */
export const strict = { additionalProperties: false } as const

export const optional = Type.Optional

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** The id of a user or a doc: a UUID in lower case with dashes. */
const Id = Type.String()

/** RFC 3339, in UTC. */
const Time = Type.String({ format: 'date-time' })

export const Metadata = Type.Record(Type.String(), Type.Unknown(), {
  maxProperties: 5000,
  description: 'At most 65536 bytes as JSON, 5000 keys and 10 levels.',
})

/** The client expects every list under `items`. */
export const items = <T extends TSchema>(schema: T) => Type.Object({ items: Type.Array(schema) }, strict)

/** Background jobs of a request: always empty. */
const jobs = Type.Array(Type.String(), { maxItems: 0 })

export const ResourceCreated = Type.Object({ id: Id, created_at: Time, jobs }, strict)
export const ResourceUpdated = Type.Object({ id: Id, updated_at: Time, jobs }, strict)
export const ResourceDeleted = Type.Object({ id: Id, deleted_at: Time, jobs }, strict)

/** Core enforces the limit of each field. */
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

/** Bounded by the maximum body size; `document_size_limit` limits the whole document. */
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

/** Parameters of lists; the client always sends `metadata_filter`. */
export const listing = ['limit', 'offset', 'metadata_filter', 'sort_by', 'order'] as const
