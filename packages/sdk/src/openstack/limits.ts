import type { CallOptions } from '../transport/transport.ts'
import { readBody, type Send } from './api.ts'
import { type Collection, createInList, makeCollection, type Noun } from './collection.ts'
import { asObject, asText, type Extra, type Ref, readOnly, reference } from './fields.ts'

/** How much of a resource a project or domain may use, in place of the default of the registered limit. */
export type Limit = {
  readonly id: string
  /** Null for the limit of a domain. */
  readonly projectId?: string | null
  /** Null for the limit of a project. */
  readonly domainId?: string | null
  readonly serviceId: string
  readonly regionId?: string | null
  readonly resourceName: string
  /** -1: unlimited. */
  readonly resourceLimit: number
  readonly description?: string | null
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewLimit = {
  readonly serviceId: Ref
  readonly resourceName: string
  readonly resourceLimit: number
  readonly projectId?: Ref | null | undefined
  readonly domainId?: Ref | null | undefined
  readonly regionId?: Ref | null | undefined
  readonly description?: string | null | undefined
}

export type LimitChanges = {
  readonly resourceLimit?: number | undefined
  readonly description?: string | null | undefined
}

export type LimitQuery = {
  readonly serviceId?: Ref | undefined
  readonly regionId?: Ref | undefined
  readonly resourceName?: string | undefined
  readonly projectId?: Ref | undefined
  readonly domainId?: Ref | undefined
}

/** How the limits of projects depend on one another. */
export type LimitModel = { readonly name: string; readonly description: string }

export const limitNoun = {
  name: 'limit',
  path: '/limits',
  rows: 'limits',
  fields: {
    id: readOnly('id'),
    projectId: reference('project_id'),
    domainId: reference('domain_id'),
    serviceId: reference('service_id'),
    regionId: reference('region_id'),
    resourceName: 'resource_name',
    resourceLimit: 'resource_limit',
    description: 'description',
    links: readOnly('links'),
  },
  required: ['serviceId', 'resourceName', 'resourceLimit'],
  query: {
    serviceId: reference('service_id'),
    regionId: reference('region_id'),
    resourceName: 'resource_name',
    projectId: reference('project_id'),
    domainId: reference('domain_id'),
  },
} as const satisfies Noun

export type Limits = Collection<Limit, NewLimit, LimitChanges, LimitQuery> & {
  /** The model that the server enforces. @example const { name } = await connection.identity.limits.model() */
  readonly model: (options?: CallOptions) => Promise<LimitModel>
}

export const makeLimits = (send: Send): Limits => ({
  ...makeCollection<Limit, NewLimit, LimitChanges, LimitQuery>(send, limitNoun),
  create: createInList(send, limitNoun),
  async model(options = {}) {
    const request = { method: 'GET', path: '/limits/model', ...options } as const
    return readBody(request, await send(request), (body) => {
      const { name, description } = asObject(asObject(body, 'the response')['model'], 'model')
      return { name: asText(name, 'model.name'), description: String(description ?? '') }
    })
  },
})
