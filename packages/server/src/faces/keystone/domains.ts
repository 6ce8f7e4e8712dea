import type { domains as contract } from '@muster/contract/keystone/domains.ts'
import { createDomain } from '../../core/domains/create-domain.ts'
import { deleteDomain } from '../../core/domains/delete-domain.ts'
import { getDomain } from '../../core/domains/get-domain.ts'
import { type DomainFilterKey, listDomains } from '../../core/domains/list-domains.ts'
import { updateDomain } from '../../core/domains/update-domain.ts'
import type { Project } from '../../core/projects/project.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { extrasOf, flagOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { optionsOf } from './projects.ts'

const filters: FilterKeys<DomainFilterKey> = {
  name: { key: 'name', kind: 'text' },
  enabled: { key: 'enabled', kind: 'flag' },
}

export const showDomain = (domain: Project, visit: Visit) => ({
  ...domain.extra,
  id: domain.id,
  name: domain.name,
  enabled: domain.enabled,
  description: domain.description,
  tags: [...domain.tags],
  options: domain.options,
  links: selfLink(visit, 'domains', domain.id),
})

/** What a domain has of its own, and what only its form as a project shows. */
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
  async listDomains({ query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listDomains, asked)
    const show = (domain: Project) => showDomain(domain, visit)
    return { status: 200, body: collectionOf(visit, 'domains', found, asked.page.limit, show) }
  },

  async createDomain({ body: { domain } }, visit) {
    const created = await visit.run(createDomain, {
      explicitId: domain.explicit_domain_id,
      name: domain.name,
      enabled: flagOf(domain.enabled),
      description: domain.description,
      tags: domain.tags,
      options: optionsOf(domain.options),
      extra: extrasOf(domain, known),
    })
    return { status: 201, body: { domain: showDomain(created, visit) } }
  },

  async getDomain({ params }, visit) {
    return {
      status: 200,
      body: { domain: showDomain(await visit.run(getDomain, { id: params.domain_id }), visit) },
    }
  },

  async updateDomain({ params, body: { domain } }, visit) {
    sameId(domain.id, params.domain_id)
    const updated = await visit.run(updateDomain, {
      id: params.domain_id,
      name: domain.name,
      enabled: flagOf(domain.enabled),
      description: domain.description,
      tags: domain.tags,
      options: domain.options,
      extra: extrasOf(domain, known),
    })
    return { status: 200, body: { domain: showDomain(updated, visit) } }
  },

  async deleteDomain({ params }, visit) {
    await visit.run(deleteDomain, { id: params.domain_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
