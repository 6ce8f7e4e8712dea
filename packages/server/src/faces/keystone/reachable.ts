import type { reachable as contract } from '@muster/contract/keystone/reachable.ts'
import { listOwnDomains, listOwnProjects, listUserProjects } from '../../core/assignments/list-reachable.ts'
import type { ProjectFilterKey } from '../../core/projects/project-store.ts'
import type { Handlers } from '../../http/face.ts'
import { showDomain } from './domains.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { showProject } from './projects.ts'

const ofUser: FilterKeys<ProjectFilterKey> = {
  domain_id: { key: 'domain_id', kind: 'text' },
  enabled: { key: 'enabled', kind: 'loose_flag' },
  name: { key: 'name', kind: 'text' },
}

export const reachable = {
  async listUserProjects({ params, query }, visit) {
    const asked = readList(query, ofUser)
    const found = await visit.run(listUserProjects, { ...asked, userId: params.user_id })
    return {
      status: 200,
      body: collectionOf(visit, 'projects', found, asked.page.limit, (project) =>
        showProject(project, visit),
      ),
    }
  },

  async getAuthProjects({ query }, visit) {
    const asked = readList<ProjectFilterKey>(query, {})
    const found = await visit.run(listOwnProjects, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'projects', found, asked.page.limit, (project) =>
        showProject(project, visit),
      ),
    }
  },

  async getAuthDomains({ query }, visit) {
    const asked = readList<ProjectFilterKey>(query, {})
    const found = await visit.run(listOwnDomains, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'domains', found, asked.page.limit, (domain) => showDomain(domain, visit)),
    }
  },
} satisfies Handlers<typeof contract>
