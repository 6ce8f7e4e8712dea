import type { domains as contract } from '@muster/contract/keystone/domains.ts'
import { createDomain } from '../../core/directory/domains/create-domain.ts'
import {
  type DomainFilterKey,
  deleteDomain,
  getDomain,
  listDomains,
} from '../../core/directory/domains/domains.ts'
import { updateDomain } from '../../core/directory/domains/update-domain.ts'
import type { Project } from '../../core/directory/projects/project.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf, flagOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { optionsOf } from './projects.ts'

const filters: FilterKeys<DomainFilterKey> = {
  name: { key: 'name', kind: 'text' },
  enabled: { key: 'enabled', kind: 'flag' },
}

export const showDomain = (domain: Project, context: RequestContext) => ({
  ...domain.extra,
  id: domain.id,
  name: domain.name,
  enabled: domain.enabled,
  description: domain.description,
  tags: [...domain.tags],
  options: domain.options,
  links: selfLink(context, 'domains', domain.id),
})

/** Attributes of a domain, and those that only its representation as a project has. */
const known = new Set([
  'name',
  'enabled',
  'description',
  'tags',
  'options',
  'explicit_domain_id',
  'domain_id',
  'parent_id',
  'is_domain',
  'parents',
  'subtree',
])

export const domains = {
  async listDomains({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listDomains, listQuery)
    const show = (domain: Project) => showDomain(domain, context)
    return { status: 200, body: collectionOf(context, 'domains', found, listQuery.page.limit, show) }
  },

  async createDomain({ body: { domain } }, context) {
    const created = await context.run(createDomain, {
      explicitId: domain.explicit_domain_id,
      name: domain.name,
      enabled: flagOf(domain.enabled),
      description: domain.description,
      tags: domain.tags,
      options: optionsOf(domain.options),
      extra: extrasOf(domain, known),
    })
    return { status: 201, body: { domain: showDomain(created, context) } }
  },

  async getDomain({ params }, context) {
    return {
      status: 200,
      body: { domain: showDomain(await context.run(getDomain, { id: params.domain_id }), context) },
    }
  },

  async updateDomain({ params, body: { domain } }, context) {
    sameId(domain.id, params.domain_id)
    const updated = await context.run(updateDomain, {
      id: params.domain_id,
      name: domain.name,
      enabled: flagOf(domain.enabled),
      description: domain.description,
      tags: domain.tags,
      options: domain.options,
      extra: extrasOf(domain, known),
    })
    return { status: 200, body: { domain: showDomain(updated, context) } }
  },

  async deleteDomain({ params }, context) {
    await context.run(deleteDomain, { id: params.domain_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
