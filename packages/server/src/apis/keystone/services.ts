import type { services as contract } from '@muster/contract/keystone/services.ts'
import type { Service } from '../../core/directory/catalog/catalog.ts'
import type { ServiceFilterKey } from '../../core/directory/catalog/catalog-store.ts'
import { createService } from '../../core/directory/catalog/create-service.ts'
import { deleteService, getService, listServices } from '../../core/directory/catalog/services.ts'
import { updateService } from '../../core/directory/catalog/update-service.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<ServiceFilterKey> = {
  type: { key: 'type', kind: 'text' },
  name: { key: 'name', kind: 'text' },
}

const showService = (service: Service, context: RequestContext) => ({
  ...service.extra,
  id: service.id,
  type: service.type,
  name: service.name,
  enabled: service.enabled,
  ...(service.description === null ? {} : { description: service.description }),
  links: selfLink(context, 'services', service.id),
})

const known = new Set(['type', 'name', 'description', 'enabled'])

export const services = {
  async listServices({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listServices, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'services', found, listQuery.page.limit, (service) =>
        showService(service, context),
      ),
    }
  },

  async createService({ body: { service } }, context) {
    const { type, name, description, enabled } = service
    const created = await context.run(createService, {
      type,
      name,
      description,
      enabled,
      extra: extrasOf(service, known),
    })
    return { status: 201, body: { service: showService(created, context) } }
  },

  async getService({ params }, context) {
    const service = await context.run(getService, { id: params.service_id })
    return { status: 200, body: { service: showService(service, context) } }
  },

  async updateService({ params, body: { service } }, context) {
    sameId(service.id, params.service_id)
    const { type, name, description, enabled } = service
    const updated = await context.run(updateService, {
      id: params.service_id,
      type,
      name,
      description,
      enabled,
      extra: extrasOf(service, known),
    })
    return { status: 200, body: { service: showService(updated, context) } }
  },

  async deleteService({ params }, context) {
    await context.run(deleteService, { id: params.service_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
