import type { Send } from './api.ts'
import { type Collection, createInList, makeCollection, type Noun } from './collection.ts'
import { type Extra, type Ref, readOnly, reference } from './fields.ts'

/** A resource of a service that can be limited, with the limit of projects and domains that have none of their own. */
export type RegisteredLimit = {
  readonly id: string
  readonly serviceId: string
  readonly regionId?: string | null
  readonly resourceName: string
  /** -1: unlimited. */
  readonly defaultLimit: number
  readonly description?: string | null
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewRegisteredLimit = {
  readonly serviceId: Ref
  readonly resourceName: string
  readonly defaultLimit: number
  readonly regionId?: Ref | null | undefined
  readonly description?: string | null | undefined
}

export type RegisteredLimitChanges = Partial<NewRegisteredLimit>

export type RegisteredLimitQuery = {
  readonly serviceId?: Ref | undefined
  readonly regionId?: Ref | undefined
  readonly resourceName?: string | undefined
}

export const registeredLimitNoun = {
  name: 'registered_limit',
  path: '/registered_limits',
  rows: 'registered_limits',
  fields: {
    id: readOnly('id'),
    serviceId: reference('service_id'),
    regionId: reference('region_id'),
    resourceName: 'resource_name',
    defaultLimit: 'default_limit',
    description: 'description',
    links: readOnly('links'),
  },
  required: ['serviceId', 'resourceName', 'defaultLimit'],
  query: {
    serviceId: reference('service_id'),
    regionId: reference('region_id'),
    resourceName: 'resource_name',
  },
} as const satisfies Noun

export type RegisteredLimits = Collection<
  RegisteredLimit,
  NewRegisteredLimit,
  RegisteredLimitChanges,
  RegisteredLimitQuery
>

export const makeRegisteredLimits = (send: Send): RegisteredLimits => ({
  ...makeCollection<RegisteredLimit, NewRegisteredLimit, RegisteredLimitChanges, RegisteredLimitQuery>(
    send,
    registeredLimitNoun,
  ),
  create: createInList(send, registeredLimitNoun),
})
