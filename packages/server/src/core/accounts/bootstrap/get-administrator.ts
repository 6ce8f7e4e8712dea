import { query } from '../../kernel/operation.ts'
import { bootstrappedBefore } from './bootstrapped-before.ts'

/** Login names of the bootstrapped administrator; `domainId` is the user's domain. */
export type Administrator = {
  readonly username: string
  readonly domainId: string
  readonly project: { readonly name: string; readonly domainId: string } | undefined
}

/** The bootstrapped user and project with their current names; undefined when the user does not exist. */
export const getAdministrator = query({
  access: 'operator',
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
