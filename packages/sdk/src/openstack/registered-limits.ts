import { type Collection, defineNoun } from './collection.ts'
import { type Extra, plain, type Ref, reference } from './fields.ts'

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

export const registeredLimitNoun = defineNoun({
  creation: 'in list',
  name: 'registered_limit',
  fields: {
    serviceId: reference,
    regionId: reference,
    resourceName: plain,
    defaultLimit: plain,
    description: plain,
  },
  required: ['serviceId', 'resourceName', 'defaultLimit'],
  query: {
    serviceId: reference,
    regionId: reference,
    resourceName: plain,
  },
})

export type RegisteredLimits = Collection<
  RegisteredLimit,
  NewRegisteredLimit,
  RegisteredLimitChanges,
  RegisteredLimitQuery
>
