import { endApplicationCredentials } from '../application-credentials/end-application-credentials.ts'
import { endAccessTokens } from '../oauth1/end-access-tokens.ts'
import type { Applying } from '../operation.ts'
import { revokeProjectTokens } from '../tokens/revoke-tokens.ts'
import { endTrusts } from '../trusts/end-trusts.ts'
import { barImmutableDelete } from './immutable.ts'
import type { Project } from './project.ts'

/**
 * Removes a project below which there is nothing, with the roles given on it, and the tokens, keys and trusts for
 * it; users whose default project it was have none.
 */
export const endProject = async (project: Project, at: Applying): Promise<void> => {
  const { stores, now, record } = at
  const { id, domainId } = project
  barImmutableDelete('project', project)
  await stores.assignments.deleteOfTarget({ type: 'project', id })
  await stores.users.forgetDefaultProject(id)
  await revokeProjectTokens(id, { stores, now })
  await endTrusts(await stores.trusts.deleteOfProject(id, now), domainId, at)
  await endAccessTokens(await stores.oauth1.deleteOfProject(id), domainId, at)
  const keys = await stores.applicationCredentials.deleteOfScope({ type: 'project', id })
  await endApplicationCredentials(keys, domainId, at)
  await stores.credentials.deleteOfProject(id)
  await stores.projects.delete(id)
  record({
    kind: 'project.deleted',
    subject: { type: 'project', id },
    domainId,
    touches: [`project:${id}`],
  })
}
