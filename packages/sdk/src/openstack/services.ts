import { type Collection, defineNoun } from './collection.ts'
import { type Extra, plain } from './fields.ts'

export type Service = {
  readonly id: string
  /** The kind of service that clients look for, such as `compute`. */
  readonly type: string
  /** Not unique. */
  readonly name?: string
  /** False: the service is not in the catalog of tokens. */
  readonly enabled: boolean
  readonly description?: string | null
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewService = {
  readonly type: string
  readonly name?: string | undefined
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  readonly extra?: Extra | undefined
}

export type ServiceChanges = Partial<NewService>

export type ServiceQuery = {
  readonly name?: string | undefined
  readonly type?: string | undefined
}

export const serviceNoun = defineNoun({
  name: 'service',
  fields: {
    type: plain,
    name: plain,
    enabled: plain,
    description: plain,
  },
  required: ['type'],
  query: { name: plain, type: plain },
})

export type Services = Collection<Service, NewService, ServiceChanges, ServiceQuery>
