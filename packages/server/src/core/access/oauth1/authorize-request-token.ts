import { heldRoles, impliedClosure } from '../../directory/assignments/effective-roles.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import { isExpired } from '../../kernel/expiry.ts'
import { command } from '../../kernel/operation.ts'
import type { Stores } from '../../kernel/stores.ts'
import { authenticationFailed } from '../authentication/auth-result.ts'
import { namedRoles, type RoleRef } from '../trusts/delegated-roles.ts'
import { verifierFrom } from './verifier.ts'

export type AuthorizeRequestToken = {
  readonly id: string
  readonly roles: readonly RoleRef[]
}

const preconditionFailed = (code: ErrorCode<'failed_precondition'>, message: string) =>
  domainError('failed_precondition', code, message)

/**
 * Authorises a consumer to act with some of the caller's roles on the requested project, and returns the verifier for the
 * consumer. Rejects with `unauthenticated` for a role that the caller does not hold there and for an expired token, and
 * with `failed_precondition` for a token that is already authorised.
 */
export const authorizeRequestToken = command({
  rule: 'identity:authorize_request_token',
  apply: async (
    { id, roles }: AuthorizeRequestToken,
    { caller, stores, ports, now, record },
  ): Promise<{ readonly verifier: string }> => {
    if (caller.kind !== 'known')
      throw preconditionFailed('nobody_authorizes', 'Only a user can authorize a consumer.')
    const token = await stores.oauth1.getRequestToken(id)
    if (!token) throw notFound('request_token', id)
    if (isExpired(token, now)) throw authenticationFailed('request_token_expired')
    const { userId } = caller
    const roleIds = await namedRoles(roles, stores)
    const held = await rolesHeld(userId, token.projectId, { stores, now })
    if (roleIds.some((role) => !held.has(role))) throw authenticationFailed('role_not_held')
    const verifier = verifierFrom(ports.secrets.makeHex())
    if (!(await stores.oauth1.authorizeRequestToken(id, { userId, verifier, roleIds })))
      throw preconditionFailed('request_token_authorized', 'This request token is already authorized.')
    record({
      kind: 'request_token.authorized',
      subject: { type: 'request_token', id },
      domainId: caller.userDomainId,
      detail: { consumer_id: token.consumerId, project_id: token.projectId, role_ids: roleIds },
    })
    return { verifier }
  },
})

const rolesHeld = async (
  userId: string,
  projectId: string,
  at: { readonly stores: Stores; readonly now: number },
): Promise<ReadonlySet<string>> => {
  const { roleIds } = await heldRoles(userId, { type: 'project', id: projectId }, at)
  return impliedClosure(roleIds, await at.stores.roles.implications())
}
