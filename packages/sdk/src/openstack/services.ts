import type { Send } from './api.ts'
import { type Collection, makeCollection, type Noun } from './collection.ts'
import { type Extra, readOnly } from './fields.ts'

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

export const serviceNoun = {
  name: 'service',
  path: '/services',
  rows: 'services',
  fields: {
    id: readOnly('id'),
    type: 'type',
    name: 'name',
    enabled: 'enabled',
    description: 'description',
    links: readOnly('links'),
  },
  required: ['type'],
  query: { name: 'name', type: 'type' },
} as const satisfies Noun

export type Services = Collection<Service, NewService, ServiceChanges, ServiceQuery>

export const makeServices = (send: Send): Services => makeCollection(send, serviceNoun)
