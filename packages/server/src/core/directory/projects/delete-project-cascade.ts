import type { CommandContext } from '../../kernel/operation.ts'
import { revokeProjectTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { barImmutableDelete } from './immutable.ts'
import type { Project } from './project.ts'

/**
 * Removes a project below which there is nothing, with the roles given on it, and the tokens, keys and trusts for
 * it; users whose default project it was have none.
 */
export const deleteProjectCascade = async (project: Project, at: CommandContext): Promise<void> => {
  const { stores, ports, now, record } = at
  const { id, domainId } = project
  barImmutableDelete('project', project)
  await stores.assignments.deleteOfTarget({ type: 'project', id })
  await stores.users.forgetDefaultProject(id)
  await revokeProjectTokens(id, { stores, now })
  await ports.access.onProjectDeleted(project, at)
  await stores.projects.delete(id)
  record({
    kind: 'project.deleted',
    subject: { type: 'project', id },
    domainId,
    invalidates: [`project:${id}`],
  })
}
