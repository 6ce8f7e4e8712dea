import type { services as contract } from '@muster/contract/keystone/services.ts'
import type { Service } from '../../core/catalog/catalog.ts'
import type { ServiceFilterKey } from '../../core/catalog/catalog-store.ts'
import { createService } from '../../core/catalog/create-service.ts'
import { deleteService } from '../../core/catalog/delete-service.ts'
import { getService } from '../../core/catalog/get-service.ts'
import { listServices } from '../../core/catalog/list-services.ts'
import { updateService } from '../../core/catalog/update-service.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<ServiceFilterKey> = {
  type: { key: 'type', kind: 'text' },
  name: { key: 'name', kind: 'text' },
}

const showService = (service: Service, visit: Visit) => ({
  ...service.extra,
  id: service.id,
  type: service.type,
  name: service.name,
  enabled: service.enabled,
  ...(service.description === null ? {} : { description: service.description }),
  links: selfLink(visit, 'services', service.id),
})

const known = new Set(['type', 'name', 'description', 'enabled'])

export const services = {
  async listServices({ query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listServices, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'services', found, asked.page.limit, (service) =>
        showService(service, visit),
      ),
    }
  },

  async createService({ body: { service } }, visit) {
    const { type, name, description, enabled } = service
    const created = await visit.run(createService, {
      type,
      name,
      description,
      enabled,
      extra: extrasOf(service, known),
    })
    return { status: 201, body: { service: showService(created, visit) } }
  },

  async getService({ params }, visit) {
    const service = await visit.run(getService, { id: params.service_id })
    return { status: 200, body: { service: showService(service, visit) } }
  },

  async updateService({ params, body: { service } }, visit) {
    sameId(service.id, params.service_id)
    const { type, name, description, enabled } = service
    const updated = await visit.run(updateService, {
      id: params.service_id,
      type,
      name,
      description,
      enabled,
      extra: extrasOf(service, known),
    })
    return { status: 200, body: { service: showService(updated, visit) } }
  },

  async deleteService({ params }, visit) {
    await visit.run(deleteService, { id: params.service_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
