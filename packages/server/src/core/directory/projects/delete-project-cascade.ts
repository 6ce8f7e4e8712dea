import type { CommandContext } from '../../kernel/operation.ts'
import { revokeProjectTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { assertDeletable } from './immutable.ts'
import type { Project } from './project.ts'

/**
 * Deletes a project without projects below it, with the assignments on it and the tokens, keys and trusts scoped to it.
 * Clears it as default project of users.
 */
export const deleteProjectCascade = async (project: Project, at: CommandContext): Promise<void> => {
  const { stores, ports, now, record } = at
  const { id, domainId } = project
  assertDeletable('project', project)
  await stores.assignments.deleteOfTarget({ type: 'project', id })
  await stores.users.clearDefaultProject(id)
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
