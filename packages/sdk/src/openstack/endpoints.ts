import type { Send } from './api.ts'
import { type Collection, makeCollection, type Noun } from './collection.ts'
import { type Extra, type Ref, readOnly, reference } from './fields.ts'

/** For users, for other services, or for administrators. */
export type Interface = 'public' | 'internal' | 'admin'

export type Endpoint = {
  readonly id: string
  readonly serviceId: string
  readonly interface: Interface
  readonly url: string
  readonly regionId?: string | null
  /** The older name of `regionId`; always the same value. */
  readonly region?: string | null
  /** False: the endpoint is not in the catalog of tokens. */
  readonly enabled: boolean
  readonly name?: string
  readonly description?: string | null
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewEndpoint = {
  readonly serviceId: Ref
  readonly interface: Interface
  /** May contain placeholders such as `$(project_id)s`. */
  readonly url: string
  readonly regionId?: Ref | null | undefined
  readonly enabled?: boolean | undefined
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly extra?: Extra | undefined
}

export type EndpointChanges = Partial<NewEndpoint>

export type EndpointQuery = {
  readonly serviceId?: Ref | undefined
  readonly interface?: Interface | undefined
  readonly regionId?: Ref | undefined
}

export const endpointNoun = {
  name: 'endpoint',
  path: '/endpoints',
  rows: 'endpoints',
  fields: {
    id: readOnly('id'),
    serviceId: reference('service_id'),
    interface: 'interface',
    url: 'url',
    regionId: reference('region_id'),
    region: readOnly('region'),
    enabled: 'enabled',
    name: 'name',
    description: 'description',
    links: readOnly('links'),
  },
  required: ['serviceId', 'interface', 'url'],
  query: {
    serviceId: reference('service_id'),
    interface: 'interface',
    regionId: reference('region_id'),
  },
} as const satisfies Noun

export type Endpoints = Collection<Endpoint, NewEndpoint, EndpointChanges, EndpointQuery>

export const makeEndpoints = (send: Send): Endpoints => makeCollection(send, endpointNoun)
