import { query } from '../../kernel/operation.ts'
import { bootstrappedBefore } from './bootstrapped-before.ts'

/** Names to sign in with; `domainId` is that of the user. */
export type Administrator = {
  readonly username: string
  readonly domainId: string
  readonly project: { readonly name: string; readonly domainId: string } | undefined
}

/** The user and the project that bootstrapping made, as they are called now; undefined without that user. */
export const getAdministrator = query({
  rule: 'operator',
  read: async (_input: Record<string, never>, _found, at): Promise<Administrator | undefined> => {
    const { userId, projectId } = await bootstrappedBefore(at)
    const [user, project] = await Promise.all([
      userId === undefined ? undefined : at.stores.users.get(userId),
      projectId === undefined ? undefined : at.stores.projects.get(projectId),
    ])
    if (!user) return undefined
    return {
      username: user.name,
      domainId: user.domainId,
      project: project?.domainId ? { name: project.name, domainId: project.domainId } : undefined,
    }
  },
})
