import type { limits as contract } from '@muster/contract/keystone/limits.ts'
import { createLimits } from '../../core/directory/limits/create-limits.ts'
import type { Limit } from '../../core/directory/limits/limit.ts'
import type { LimitFilterKey } from '../../core/directory/limits/limit-store.ts'
import { deleteLimit, getLimit, getLimitModel, listLimits } from '../../core/directory/limits/limits.ts'
import { updateLimit } from '../../core/directory/limits/update-limit.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<LimitFilterKey> = {
  service_id: { key: 'service_id', kind: 'text' },
  region_id: { key: 'region_id', kind: 'text' },
  resource_name: { key: 'resource_name', kind: 'text' },
  project_id: { key: 'project_id', kind: 'text' },
  domain_id: { key: 'domain_id', kind: 'text' },
}

export const showLimit = (limit: Limit, context: RequestContext) => ({
  id: limit.id,
  project_id: limit.projectId,
  domain_id: limit.domainId,
  service_id: limit.serviceId,
  region_id: limit.regionId,
  resource_name: limit.resourceName,
  resource_limit: limit.resourceLimit,
  description: limit.description,
  links: selfLink(context, 'limits', limit.id),
})

export const limits = {
  async getLimitModel(_request, context) {
    return { status: 200, body: { model: await context.run(getLimitModel, {}) } }
  },

  async listLimits({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listLimits, listQuery)
    const show = (limit: Limit) => showLimit(limit, context)
    return { status: 200, body: collectionOf(context, 'limits', found, listQuery.page.limit, show) }
  },

  async createLimits({ body }, context) {
    const created = await context.run(createLimits, {
      limits: body.limits.map((limit) => ({
        projectId: limit.project_id,
        domainId: limit.domain_id,
        serviceId: limit.service_id,
        regionId: limit.region_id,
        resourceName: limit.resource_name,
        resourceLimit: limit.resource_limit,
        description: limit.description,
      })),
    })
    return { status: 201, body: { limits: created.map((limit) => showLimit(limit, context)) } }
  },

  async getLimit({ params }, context) {
    const limit = await context.run(getLimit, { id: params.limit_id })
    return { status: 200, body: { limit: showLimit(limit, context) } }
  },

  async updateLimit({ params, body: { limit: input } }, context) {
    sameId(input.id, params.limit_id)
    const updated = await context.run(updateLimit, {
      id: params.limit_id,
      resourceLimit: input.resource_limit,
      description: input.description,
    })
    return { status: 200, body: { limit: showLimit(updated, context) } }
  },

  async deleteLimit({ params }, context) {
    await context.run(deleteLimit, { id: params.limit_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
