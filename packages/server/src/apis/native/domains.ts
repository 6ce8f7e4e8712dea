import type { domains as contract } from '@muster/contract/native/domains.ts'
import { createDomain } from '../../core/directory/domains/create-domain.ts'
import {
  type DomainFilterKey,
  deleteDomain,
  getDomain,
  listDomains,
} from '../../core/directory/domains/domains.ts'
import { updateDomain } from '../../core/directory/domains/update-domain.ts'
import { testDirectory } from '../../core/directory/external/test-directory.ts'
import type { Project } from '../../core/directory/projects/project.ts'
import { masked } from '../../core/kernel/operation.ts'
import { readIfMatch, timeTag } from './entity-tags.ts'
import { nextCursor, pageById, position, readPage, readText, searchName } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { readOptions } from './roles.ts'
import { time } from './times.ts'

const show = (domain: Project) => ({
  id: domain.id,
  name: domain.name,
  description: domain.description,
  enabled: domain.enabled,
  immutable: domain.options.immutable === true,
  created_at: time(domain.createdAt),
  updated_at: time(domain.updatedAt),
})

export const domains = {
  async listDomains({ query }, context) {
    const page = readPage('domains', query, context)
    const where = pageById<DomainFilterKey>(page, { name: readText(query, 'name') }, searchName(query))
    const found = await context.run(listDomains, where)
    return {
      status: 200,
      body: { domains: found.rows.map(show), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async createDomain({ body }, context) {
    const domain = await context.run(createDomain, {
      name: body.name,
      description: body.description,
      enabled: body.enabled,
      options: readOptions(body),
    })
    const location = `${context.base}/api/v1/domains/${domain.id}`
    return { status: 201, headers: { location, etag: timeTag(domain) }, body: show(domain) }
  },

  async getDomain({ params }, context) {
    const domain = await context.run(getDomain, { id: params.domain_id })
    return { status: 200, headers: { etag: timeTag(domain) }, body: show(domain) }
  },

  async updateDomain({ params, body }, context) {
    const domain = await context.run(masked(updateDomain), {
      id: params.domain_id,
      ifVersion: readIfMatch(context.header('if-match')),
      name: body.name,
      description: body.description,
      enabled: body.enabled,
      options: readOptions(body),
    })
    return { status: 200, headers: { etag: timeTag(domain) }, body: show(domain) }
  },

  async deleteDomain({ params }, context) {
    await context.run(masked(deleteDomain), { id: params.domain_id })
    return { status: 204 }
  },

  async testDirectory({ params, body }, context) {
    const checks = await context.run(testDirectory, {
      domainId: params.domain_id,
      options: body.options ?? {},
    })
    return { status: 200, body: { checks: [...checks] } }
  },
} satisfies NativeHandlers<typeof contract>
