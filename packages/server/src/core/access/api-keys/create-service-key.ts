import { type AccountRole, requireDomainRole } from '../../directory/assignments/domain-role.ts'
import { assertCanGrantRole } from '../../directory/members/assert-can-grant.ts'
import { grantRole } from '../../directory/members/direct-roles.ts'
import type { MemberRole } from '../../directory/members/member-role.ts'
import type { Project } from '../../directory/projects/project.ts'
import { insertUser } from '../../directory/users/create-user.ts'
import { callerDomain } from '../../directory/users/look-up-user.ts'
import type { User } from '../../directory/users/user.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { issueApplicationCredential } from '../application-credentials/issue-application-credential.ts'
import { apiKeyPrefix, visiblePrefix } from './api-key.ts'
import type { ApiKeyWithSecret } from './create-api-key.ts'
import { requireApiKey, viewedKey } from './get-api-key.ts'
import { asDelegator, assertCanGrantRoles } from './service-user-keys.ts'

export type CreateServiceKey = {
  readonly name: string
  readonly description?: string | null | undefined
  /** Unix milliseconds. */
  readonly expiresAt?: number | null | undefined
  /** The scope of the key: a project of the caller's domain. */
  readonly projectId: string
  readonly role: MemberRole
  /** The role of its user on the parent project, if there is one. */
  readonly roleAbove: MemberRole
  readonly accountRole: AccountRole
}

export type ServiceKey = ApiKeyWithSecret & { readonly user: User; readonly project: Project }

/**
 * Creates an API key with a service user of its own, which is a member of one project and is deleted with the key. Rejects
 * with `forbidden` for roles that the caller may not grant.
 */
export const createServiceKey = command({
  rule: 'muster:create_api_key',
  load: async ({ projectId }: CreateServiceKey, at) => {
    const domainId = callerDomain(at)
    const project = await at.stores.projects.get(projectId)
    return { domainId, project: project?.domainId === domainId ? project : undefined }
  },
  target: (_input, { domainId }) => ({ target: { user: { domain_id: domainId, kind: 'service' } } }),
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (input, { prepared: { secret, hash }, found, ...at }): Promise<ServiceKey> => {
    const { stores, caller, ports } = at
    const project = found.project && (await stores.projects.get(found.project.id))
    if (!project) throw notFound('project', input.projectId)
    const target = {
      user: { domain_id: found.domainId },
      project: { id: project.id, domain_id: project.domainId },
    }
    if (!at.may('muster:set_member', { target }))
      throw domainError(
        'forbidden',
        'member_forbidden',
        'You are not allowed to add members to this project.',
      )
    const user = await insertUser(
      {
        name: `key-${ports.newId()}`,
        kind: 'service',
        displayName: input.name,
        description: input.description,
        domainRole: input.accountRole,
      },
      { domainId: found.domainId, hash: undefined, cause: 'creation' },
      at,
    )
    await addMemberships(user, project, input, at)
    const delegated = await issueApplicationCredential(
      {
        userId: user.id,
        name: input.name,
        description: input.description,
        expiresAt: input.expiresAt,
        scope: { type: 'project', id: project.id },
      },
      hash,
      at,
      asDelegator(user),
    )
    await assertCanGrantRoles(user, delegated, at)
    const { id } = delegated
    const madeBy = caller.kind === 'known' ? caller.userId : undefined
    await stores.apiKeys.insert({ id, userId: user.id, prefix: visiblePrefix(secret), ownUser: true, madeBy })
    return { key: await viewedKey(await requireApiKey(id, at), at), secret, user, project }
  },
})

const addMemberships = async (
  user: User,
  project: Project,
  { role, roleAbove }: CreateServiceKey,
  at: CommandContext,
): Promise<void> => {
  const above = project.parentId === project.domainId ? undefined : project.parentId
  const parent = above == null ? undefined : await at.stores.projects.get(above)
  const addMember = async (memberOf: Project, name: MemberRole) => {
    const granted = await requireDomainRole(name, at)
    assertCanGrantRole(user, memberOf, granted, at)
    await grantRole(user.id, memberOf, granted.id, at)
  }
  if (parent) await addMember(parent, roleAbove)
  await addMember(project, role)
}
