import type { accessibleScopes as contract } from '@muster/contract/keystone/accessible-scopes.ts'
import {
  listOwnDomains,
  listOwnProjects,
  listUserProjects,
} from '../../core/directory/assignments/list-accessible-scopes.ts'
import type { ProjectFilterKey } from '../../core/directory/projects/project-store.ts'
import type { Handlers } from '../../http/api.ts'
import { showDomain } from './domains.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { showProject } from './projects.ts'

const ofUser: FilterKeys<ProjectFilterKey> = {
  domain_id: { key: 'domain_id', kind: 'text' },
  enabled: { key: 'enabled', kind: 'loose_flag' },
  name: { key: 'name', kind: 'text' },
}

export const accessibleScopes = {
  async listUserProjects({ params, query }, context) {
    const listQuery = readList(query, ofUser)
    const found = await context.run(listUserProjects, { ...listQuery, userId: params.user_id })
    return {
      status: 200,
      body: collectionOf(context, 'projects', found, listQuery.page.limit, (project) =>
        showProject(project, context),
      ),
    }
  },

  async getAuthProjects({ query }, context) {
    const listQuery = readList<ProjectFilterKey>(query, {})
    const found = await context.run(listOwnProjects, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'projects', found, listQuery.page.limit, (project) =>
        showProject(project, context),
      ),
    }
  },

  async getAuthDomains({ query }, context) {
    const listQuery = readList<ProjectFilterKey>(query, {})
    const found = await context.run(listOwnDomains, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'domains', found, listQuery.page.limit, (domain) =>
        showDomain(domain, context),
      ),
    }
  },
} satisfies Handlers<typeof contract>
