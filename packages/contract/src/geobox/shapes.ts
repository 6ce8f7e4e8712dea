import { type TSchema, Type } from 'typebox'

/** Where the promises of this face were read. */
export const source = 'docs/apis/geobox.md'

/** Nothing but what is named. */
export const strict = { additionalProperties: false } as const

export const optional = Type.Optional
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Text = (max: number, min = 0) => Type.String({ minLength: min, maxLength: max })

/** geobox.md section 5: of the forms that the client turns into a date, the one with seconds and a Z. */
export const Time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' })

/** Ids are whole numbers from 1. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

export const roles = ['System Admin', 'Account Admin', 'Publisher', 'Editor', 'Viewer'] as const
export type Role = (typeof roles)[number]
export const Role = Type.Enum([...roles])

export const statuses = ['New', 'Pending', 'Active', 'Disabled'] as const
export type Status = (typeof statuses)[number]
export const Status = Type.Enum([...statuses])

/** In place of a list, when the query says `return_count=True`. */
export const Count = Type.Object({ count: Type.Integer({ minimum: 0 }) }, strict)

/** Parameters that lists have in common; `f` is always `json`, and `shared` means nothing here. */
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
