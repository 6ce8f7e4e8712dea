import type { ClientOptions } from '../transport/transport.ts'

/** Options of `new Julep(…)`. */
export type JulepOptions = ClientOptions & {
  /** An API key of Julep, or of Muster (`mst_k_…`). */
  readonly apiKey: string
  /** The address of the API, such as `https://muster.example/julep/api`. */
  readonly baseUrl: string
}

/** Attributes of your own. Keys and values are sent and returned unchanged. */
export type Metadata = Readonly<Record<string, unknown>>

/** A user. */
export type User = {
  /** A UUID. */
  readonly id: string
  readonly name: string | null
  readonly about: string | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
  readonly metadata: Metadata
}

/** A document that belongs to a user. */
export type Doc = {
  /** A UUID. */
  readonly id: string
  readonly title: string
  /** Text, or the parts of a text. */
  readonly content: string | readonly string[]
  readonly createdAt: Date
  readonly metadata: Metadata
}

/** A document to create. */
export type NewDoc = {
  readonly title: string
  /** Text, or the parts of a text. */
  readonly content: string | readonly string[]
  /** Default: none. */
  readonly metadata?: Metadata
}

/** Arguments of `users.create`. */
export type CreateUser = {
  /** Null: the service chooses one (`User`). */
  readonly name: string | null
  /** A description of the user. Null: none. */
  readonly about: string | null
  /** Documents to create with the user. Default: none. */
  readonly docs?: readonly NewDoc[]
  /** Default: none. */
  readonly metadata?: Metadata
}

type PatchUser = {
  /** A UUID. */
  readonly userId: string
  /** Absent or null: unchanged. */
  readonly name?: string | null
  /** Absent or null: unchanged. */
  readonly about?: string | null
  /** Attributes to set; the user keeps its other attributes. */
  readonly metadata?: Metadata
  /** Default: false. */
  readonly overwrite?: false
}

type ReplaceUser = {
  /** A UUID. */
  readonly userId: string
  readonly name: string
  readonly about: string
  /** Default: no attributes. */
  readonly metadata?: Metadata
  /** True replaces name, about and metadata. */
  readonly overwrite: true
}

/** Arguments of `users.update`: the fields to change or, with `overwrite: true`, all fields. */
export type UpdateUser = PatchUser | ReplaceUser

/** Arguments of lists. */
export type ListOptions = {
  /** The maximum number of items. Default: no maximum; the list fetches 100 at a time. */
  readonly limit?: number
  /** How many items to skip. Default: 0. */
  readonly offset?: number
  /** Only items that have each of these attributes with an equal value. Default: every item. */
  readonly metadataFilter?: Metadata
  /** Default: `created_at`. */
  readonly sortBy?: 'created_at' | 'updated_at'
  /** Default: `desc`, the newest first. */
  readonly order?: 'asc' | 'desc'
}

/** What the service returns for a new user or doc. */
export type ResourceCreated = {
  readonly id: string
  readonly createdAt: Date
  /** The ids of background jobs; Muster has none. */
  readonly jobs: readonly string[]
}

/** What the service returns for a changed user. */
export type ResourceUpdated = {
  readonly id: string
  readonly updatedAt: Date
  /** The ids of background jobs; Muster has none. */
  readonly jobs: readonly string[]
}
