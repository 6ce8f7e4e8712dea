import { notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import { callerDomain } from '../users/look-up-user.ts'
import type { User } from '../users/user.ts'

export type MembershipRef = { readonly userId: string; readonly projectId: string }

export type Membership = {
  readonly domainId: string
  /** Undefined when the caller's domain has no such user. */
  readonly user: User | undefined
  readonly project: Project | undefined
}

/** Loads a user and a project of the caller's domain. */
export const loadMembership = async (
  { userId, projectId }: MembershipRef,
  at: Pick<OperationContext, 'caller' | 'ports' | 'stores'>,
): Promise<Membership> => {
  const domainId = callerDomain(at)
  const [user, project] = [await at.stores.users.get(userId), await at.stores.projects.get(projectId)]
  return {
    domainId,
    user: user?.domainId === domainId ? user : undefined,
    project: project?.domainId === domainId ? project : undefined,
  }
}

/** Rule target. Missing objects are checked as if they were in the domain, so that `forbidden` does not reveal them. */
export const membershipTarget = ({ domainId, user, project }: Membership, role?: Role) => ({
  target: {
    user: { id: user?.id, domain_id: domainId },
    project: { id: project?.id, domain_id: domainId },
    ...(role ? { role: { id: role.id, name: role.name, domain_id: role.domainId } } : {}),
  },
})

/** Like `loadMembership`; rejects with `not_found` for a missing user or project. */
export const requireMembership = async (
  ref: MembershipRef,
  at: Pick<OperationContext, 'caller' | 'ports' | 'stores'>,
): Promise<{ readonly user: User; readonly project: Project }> => {
  const { user, project } = await loadMembership(ref, at)
  if (!project) throw notFound('project', ref.projectId)
  if (!user) throw notFound('user', ref.userId)
  return { user, project }
}
