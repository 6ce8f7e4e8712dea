import { notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import { callerDomain } from '../users/look-up-user.ts'
import type { User } from '../users/user.ts'

export type PairRef = { readonly userId: string; readonly projectId: string }

export type Membership = {
  readonly domainId: string
  /** Undefined where the caller's domain has no such one. */
  readonly user: User | undefined
  readonly project: Project | undefined
}

/** A user and a project of the caller's domain. */
export const loadPair = async (
  { userId, projectId }: PairRef,
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

/** What is missing is judged as if it were there: whoever may not see such things does not learn of it. */
export const pairTarget = ({ domainId, user, project }: Membership, role?: Role) => ({
  target: {
    user: { id: user?.id, domain_id: domainId },
    project: { id: project?.id, domain_id: domainId },
    ...(role ? { role: { id: role.id, name: role.name, domain_id: role.domainId } } : {}),
  },
})

/** Both of them, or `not_found`. */
export const requireMembership = async (
  ref: PairRef,
  at: Pick<OperationContext, 'caller' | 'ports' | 'stores'>,
): Promise<{ readonly user: User; readonly project: Project }> => {
  const { user, project } = await loadPair(ref, at)
  if (!project) throw notFound('project', ref.projectId)
  if (!user) throw notFound('user', ref.userId)
  return { user, project }
}
