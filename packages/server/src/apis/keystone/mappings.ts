import type { mappings as contract } from '@muster/contract/keystone/mappings.ts'
import type { Mapping } from '../../core/access/federation/mapping.ts'
import {
  createMapping,
  deleteMapping,
  getMapping,
  listMappings,
  updateMapping,
} from '../../core/access/federation/mappings.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { selfLink } from './links.ts'
import { collectionOf, readList } from './lists.ts'

const showMapping = (mapping: Mapping, context: RequestContext) => ({
  id: mapping.id,
  rules: [...mapping.rules],
  schema_version: mapping.schemaVersion,
  links: selfLink(context, 'OS-FEDERATION/mappings', mapping.id),
})

export const mappings = {
  async listMappings({ query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listMappings, { page })
    const show = (mapping: Mapping) => showMapping(mapping, context)
    return { status: 200, body: collectionOf(context, 'mappings', found, page.limit, show) }
  },

  async createMapping({ params, body: { mapping } }, context) {
    const created = await context.run(createMapping, {
      id: params.mapping_id,
      rules: mapping.rules,
      schemaVersion: mapping.schema_version,
    })
    return { status: 201, body: { mapping: showMapping(created, context) } }
  },

  async getMapping({ params }, context) {
    const mapping = await context.run(getMapping, { id: params.mapping_id })
    return { status: 200, body: { mapping: showMapping(mapping, context) } }
  },

  async updateMapping({ params, body: { mapping } }, context) {
    const updated = await context.run(updateMapping, {
      id: params.mapping_id,
      rules: mapping.rules,
      schemaVersion: mapping.schema_version,
    })
    return { status: 200, body: { mapping: showMapping(updated, context) } }
  },

  async deleteMapping({ params }, context) {
    await context.run(deleteMapping, { id: params.mapping_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
