import type { registeredLimits as contract } from '@muster/contract/keystone/registered-limits.ts'
import { createRegisteredLimits } from '../../core/directory/limits/create-registered-limits.ts'
import type { RegisteredLimit } from '../../core/directory/limits/limit.ts'
import type { RegisteredLimitFilterKey } from '../../core/directory/limits/limit-store.ts'
import {
  deleteRegisteredLimit,
  getRegisteredLimit,
  listRegisteredLimits,
} from '../../core/directory/limits/registered-limits.ts'
import { updateRegisteredLimit } from '../../core/directory/limits/update-registered-limit.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<RegisteredLimitFilterKey> = {
  service_id: { key: 'service_id', kind: 'text' },
  region_id: { key: 'region_id', kind: 'text' },
  resource_name: { key: 'resource_name', kind: 'text' },
}

const showRegisteredLimit = (limit: RegisteredLimit, context: RequestContext) => ({
  id: limit.id,
  service_id: limit.serviceId,
  region_id: limit.regionId,
  resource_name: limit.resourceName,
  default_limit: limit.defaultLimit,
  description: limit.description,
  links: selfLink(context, 'registered_limits', limit.id),
})

export const registeredLimits = {
  async listRegisteredLimits({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listRegisteredLimits, listQuery)
    const show = (limit: RegisteredLimit) => showRegisteredLimit(limit, context)
    return {
      status: 200,
      body: collectionOf(context, 'registered_limits', found, listQuery.page.limit, show),
    }
  },

  async createRegisteredLimits({ body }, context) {
    const created = await context.run(createRegisteredLimits, {
      limits: body.registered_limits.map((limit) => ({
        serviceId: limit.service_id,
        regionId: limit.region_id,
        resourceName: limit.resource_name,
        defaultLimit: limit.default_limit,
        description: limit.description,
      })),
    })
    const registered_limits = created.map((limit) => showRegisteredLimit(limit, context))
    return { status: 201, body: { registered_limits } }
  },

  async getRegisteredLimit({ params }, context) {
    const limit = await context.run(getRegisteredLimit, { id: params.registered_limit_id })
    return { status: 200, body: { registered_limit: showRegisteredLimit(limit, context) } }
  },

  async updateRegisteredLimit({ params, body: { registered_limit: input } }, context) {
    sameId(input.id, params.registered_limit_id)
    const updated = await context.run(updateRegisteredLimit, {
      id: params.registered_limit_id,
      serviceId: input.service_id,
      regionId: input.region_id,
      resourceName: input.resource_name,
      defaultLimit: input.default_limit,
      description: input.description,
    })
    return { status: 200, body: { registered_limit: showRegisteredLimit(updated, context) } }
  },

  async deleteRegisteredLimit({ params }, context) {
    await context.run(deleteRegisteredLimit, { id: params.registered_limit_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
