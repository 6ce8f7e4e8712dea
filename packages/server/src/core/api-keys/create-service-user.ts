import { lend } from '../application-credentials/lend.ts'
import type { AssignmentTarget } from '../assignments/assignment.ts'
import { findPieces, grantRule, grantTarget } from '../assignments/grant.ts'
import { grantRole } from '../assignments/grant-role.ts'
import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { namedRoles, type RoleRef } from '../trusts/lent-roles.ts'
import { domainOfNew, insertUser } from '../users/create-user.ts'
import type { User } from '../users/user.ts'
import { apiKeyPrefix, visiblePrefix } from './api-key.ts'
import type { ApiKeyWithSecret } from './create-api-key.ts'
import { theApiKey, viewedKey } from './get-api-key.ts'
import { asLender, checkMayHandOut } from './program-keys.ts'

export type CreateServiceUser = {
  readonly name: string
  /** As of `createUser`. */
  readonly domainId?: string | undefined
  readonly displayName?: string | null | undefined
  readonly description?: string | null | undefined
  /** Where the user gets the roles, and where its key reaches. */
  readonly scope: AssignmentTarget
  readonly roles: readonly RoleRef[]
  /** Unix milliseconds. */
  readonly expiresAt?: number | null | undefined
  readonly unrestricted?: boolean | undefined
}

export type NewServiceUser = ApiKeyWithSecret & { readonly user: User }

/**
 * A service user with roles in one place and a key for them, all or nothing. Refuses `forbidden` for a caller who may
 * not create the user, or not give one of the roles there.
 */
export const createServiceUser = command({
  rule: 'identity:create_user',
  load: async (input: CreateServiceUser, at) => ({ domainId: domainOfNew(input, at) }),
  target: (_input, { domainId }) => ({ target: { user: { domain_id: domainId } } }),
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (input, { prepared: { secret, hash }, found, ...at }): Promise<NewServiceUser> => {
    const { name, displayName, description, scope, roles, expiresAt, unrestricted } = input
    const arrival = { domainId: found.domainId, hash: undefined, cause: 'creation' } as const
    const user = await insertUser({ name, kind: 'service', displayName, description }, arrival, at)
    const target = {
      user_id: user.id,
      target: { user: { id: user.id, domain_id: user.domainId, kind: user.kind } },
    }
    if (!at.may('muster:create_api_key', target))
      throw refuse('forbidden', 'key_forbidden', 'You may not make keys for service users of this domain.')
    const place = { actor: { type: 'user', id: user.id }, target: scope, inherited: false } as const
    for (const roleId of await namedRoles(roles, at.stores)) {
      const pieces = await findPieces({ ...place, roleId }, at)
      if (pieces.missing) throw pieces.missing
      if (!at.may(grantRule('create')(place), grantTarget(place, pieces)))
        throw refuse(
          'forbidden',
          'role_not_yours_to_give',
          `You may not give the role ${pieces.role?.name ?? roleId} there.`,
          { field: 'roles' },
        )
      await grantRole.apply({ ...place, roleId }, { ...at, found: pieces, prepared: undefined })
    }
    const lent = await lend(
      { userId: user.id, name, description, scope, roles, expiresAt, unrestricted },
      hash,
      at,
      asLender(user),
    )
    await checkMayHandOut(user, lent, at)
    const { id } = lent
    await at.stores.apiKeys.insert({ id, userId: user.id, prefix: visiblePrefix(secret) })
    return { user, key: await viewedKey(await theApiKey(id, at), at), secret }
  },
})
