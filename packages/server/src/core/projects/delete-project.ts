import { endApplicationCredentials } from '../application-credentials/end-application-credentials.ts'
import { removeDomain } from '../domains/remove-domain.ts'
import { eq } from '../lists/list-query.ts'
import { endAccessTokens } from '../oauth1/end-access-tokens.ts'
import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { revokeProjectTokens } from '../tokens/revoke-tokens.ts'
import { endTrusts } from '../trusts/end-trusts.ts'
import { projectTarget, theProject } from './get-project.ts'
import { barImmutableDelete } from './immutable.ts'

/**
 * Only a leaf can be deleted. The roles given on it, and the tokens and trusts for it, end with it; users whose default
 * project it was have none. A domain goes the way of domains.
 */
export const deleteProject = command({
  rule: 'identity:delete_project',
  load: ({ id }: { readonly id: string }, at) => theProject(id, at),
  target: (_input, project) => projectTarget(project),
  apply: async ({ id }, at) => {
    const { stores, now, record } = at
    const project = await theProject(id, at)
    if (project.isDomain) return removeDomain(project, at)
    barImmutableDelete('project', project)
    const children = await stores.projects.list({ where: [eq('parent_id', id)], page: { limit: 1 } })
    if (children.rows.length > 0)
      throw refuse(
        'barred',
        'project_not_leaf',
        `Cannot delete the project ${id}: there are projects below it.`,
      )
    await stores.assignments.deleteOfTarget({ type: 'project', id })
    await stores.users.forgetDefaultProject(id)
    await revokeProjectTokens(id, { stores, now })
    await endTrusts(await stores.trusts.deleteOfProject(id, now), project.domainId, at)
    await endAccessTokens(await stores.oauth1.deleteOfProject(id), project.domainId, at)
    const keys = await stores.applicationCredentials.deleteOfScope({ type: 'project', id })
    await endApplicationCredentials(keys, project.domainId, at)
    await stores.credentials.deleteOfProject(id)
    await stores.projects.delete(id)
    record({
      kind: 'project.deleted',
      subject: { type: 'project', id },
      domainId: project.domainId,
      touches: [`project:${id}`],
    })
  },
})
