import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { grantRule, grantTarget, loadGrant } from '../../directory/assignments/grant.ts'
import { grantRole } from '../../directory/assignments/grant-role.ts'
import { insertUser, targetDomain } from '../../directory/users/create-user.ts'
import type { User } from '../../directory/users/user.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { issueApplicationCredential } from '../application-credentials/issue-application-credential.ts'
import { namedRoles, type RoleRef } from '../trusts/delegated-roles.ts'
import { apiKeyPrefix, visiblePrefix } from './api-key.ts'
import type { ApiKeyWithSecret } from './create-api-key.ts'
import { requireApiKey, viewedKey } from './get-api-key.ts'
import { asDelegator, assertCanGrantRoles } from './service-user-keys.ts'

export type CreateServiceUser = {
  readonly name: string
  /** As of `createUser`. */
  readonly domainId?: string | undefined
  readonly displayName?: string | null | undefined
  readonly description?: string | null | undefined
  /** The target of the role assignments and the scope of the key. */
  readonly scope: AssignmentTarget
  readonly roles: readonly RoleRef[]
  /** Unix milliseconds. */
  readonly expiresAt?: number | null | undefined
  readonly unrestricted?: boolean | undefined
}

export type NewServiceUser = ApiKeyWithSecret & { readonly user: User }

/**
 * Creates a service user, assigns its roles on one target and creates a key for them, in one transaction. Rejects with
 * `forbidden` for a caller who may not create the user or grant one of the roles.
 */
export const createServiceUser = command({
  rule: 'identity:create_user',
  load: async (input: CreateServiceUser, at) => ({ domainId: targetDomain(input, at) }),
  target: (_input, { domainId }) => ({ target: { user: { domain_id: domainId } } }),
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (input, { prepared: { secret, hash }, found, ...at }): Promise<NewServiceUser> => {
    const { name, displayName, description, scope, roles, expiresAt, unrestricted } = input
    const creation = { domainId: found.domainId, hash: undefined, cause: 'creation' } as const
    const user = await insertUser({ name, kind: 'service', displayName, description }, creation, at)
    const target = {
      user_id: user.id,
      target: { user: { id: user.id, domain_id: user.domainId, kind: user.kind } },
    }
    if (!at.may('muster:create_api_key', target))
      throw domainError(
        'forbidden',
        'key_forbidden',
        'You are not allowed to create API keys for service users of this domain.',
      )
    const place = { actor: { type: 'user', id: user.id }, target: scope, inherited: false } as const
    for (const roleId of await namedRoles(roles, at.stores)) {
      const grant = await loadGrant({ ...place, roleId }, at)
      if (grant.missing) throw grant.missing
      if (!at.may(grantRule('create', place), grantTarget(place, grant)))
        throw domainError(
          'forbidden',
          'role_not_yours_to_give',
          `You are not allowed to grant the role ${grant.role?.name ?? roleId} on this scope.`,
          { field: 'roles' },
        )
      await grantRole.apply({ ...place, roleId }, { ...at, found: grant, prepared: undefined })
    }
    const delegated = await issueApplicationCredential(
      { userId: user.id, name, description, scope, roles, expiresAt, unrestricted },
      hash,
      at,
      asDelegator(user),
    )
    await assertCanGrantRoles(user, delegated, at)
    const { id } = delegated
    await at.stores.apiKeys.insert({ id, userId: user.id, prefix: visiblePrefix(secret) })
    return { user, key: await viewedKey(await requireApiKey(id, at), at), secret }
  },
})
