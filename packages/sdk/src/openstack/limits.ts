import type { CallOptions } from '../transport/transport.ts'
import { fetchBody, type Send } from './api.ts'
import { type Collection, defineNoun, makeCollection } from './collection.ts'
import { asObject, asText, type Extra, plain, type Ref, reference } from './fields.ts'

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

export const limitNoun = defineNoun({
  creation: 'in list',
  name: 'limit',
  fields: {
    projectId: reference,
    domainId: reference,
    serviceId: reference,
    regionId: reference,
    resourceName: plain,
    resourceLimit: plain,
    description: plain,
  },
  required: ['serviceId', 'resourceName', 'resourceLimit'],
  query: {
    serviceId: reference,
    regionId: reference,
    resourceName: plain,
    projectId: reference,
    domainId: reference,
  },
})

export type Limits = Collection<Limit, NewLimit, LimitChanges, LimitQuery> & {
  /** The model that the server enforces. @example const { name } = await connection.identity.limits.model() */
  readonly model: (options?: CallOptions) => Promise<LimitModel>
}

export const makeLimits = (send: Send): Limits => ({
  ...makeCollection<Limit, NewLimit, LimitChanges, LimitQuery>(send, limitNoun),
  async model(options = {}) {
    return fetchBody(send, { method: 'GET', path: '/limits/model', ...options }, (body) => {
      const model = asObject(asObject(body, 'the response')['model'], 'model')
      asText(model['name'], 'model.name')
      return model as LimitModel
    })
  },
})
