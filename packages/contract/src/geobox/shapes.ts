import { type TSchema, Type } from 'typebox'

/** The source of this contract. */
export const source = 'docs/apis/geobox.md'

/** Closed: no additional members. */
export const strict = { additionalProperties: false } as const

export const optional = Type.Optional
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Text = (max: number, min = 0) => Type.String({ minLength: min, maxLength: max })

/** geobox.md section 5: of the formats that the client parses, the one with seconds and Z. */
export const Time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' })

/** Ids are integers from 1. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

export const roles = ['System Admin', 'Account Admin', 'Publisher', 'Editor', 'Viewer'] as const
export type Role = (typeof roles)[number]
export const Role = Type.Enum([...roles])

export const statuses = ['New', 'Pending', 'Active', 'Disabled'] as const
export type Status = (typeof statuses)[number]
export const Status = Type.Enum([...statuses])

/** Replaces a list with `return_count=True`. */
export const Count = Type.Object({ count: Type.Integer({ minimum: 0 }) }, strict)

/** Common parameters of lists; `f` is always `json`, and `shared` is ignored. */
export const listQuery = [
  'f',
  'q',
  'search',
  'search_fields',
  'order_by',
  'return_count',
  'skip',
  'limit',
  'user_id',
] as const
