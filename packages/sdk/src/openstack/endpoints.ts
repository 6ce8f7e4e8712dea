import { type Collection, defineNoun } from './collection.ts'
import { type Extra, plain, type Ref, readOnly, reference } from './fields.ts'

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

export const endpointNoun = defineNoun({
  name: 'endpoint',
  fields: {
    serviceId: reference,
    interface: plain,
    url: plain,
    regionId: reference,
    region: readOnly,
    enabled: plain,
    name: plain,
    description: plain,
  },
  required: ['serviceId', 'interface', 'url'],
  query: {
    serviceId: reference,
    interface: plain,
    regionId: reference,
  },
})

export type Endpoints = Collection<Endpoint, NewEndpoint, EndpointChanges, EndpointQuery>
