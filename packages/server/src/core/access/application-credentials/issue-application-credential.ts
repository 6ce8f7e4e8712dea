import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { requireUser } from '../../directory/users/get-user.ts'
import type { KnownCaller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { assertFreshSignIn } from '../../kernel/rules/fresh-sign-in.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import { assertWithinDelegation } from '../authority/within-delegation.ts'
import type { RoleRef } from '../trusts/delegated-roles.ts'
import type { ApplicationCredential } from './application-credential.ts'
import { checkDeveloper } from './check-developer.ts'
import { delegableRoles, delegableScope } from './delegable-roles.ts'
import { ensureAccessRules, type WantedAccessRule } from './wanted-access-rules.ts'

/** The user whose authority is delegated: nearly always the caller. */
export type Delegator = Pick<KnownCaller, 'userId' | 'scope' | 'roles' | 'chain'>

/** The terms of a new application credential. */
export type DelegationRequest = {
  /** Must be the delegator's id. */
  readonly userId: string
  readonly name: string
  readonly description?: string | null | undefined
  /** Absent: the scope of the caller. */
  readonly scope?: AssignmentTarget | undefined
  /** Absent or empty: every role of the caller on the scope. */
  readonly roles?: readonly RoleRef[] | undefined
  /** Unix milliseconds. */
  readonly expiresAt?: number | null | undefined
  /** Milliseconds from now, in place of `expiresAt`. */
  readonly lifetime?: number | undefined
  readonly unrestricted?: boolean | undefined
  readonly accessRules?: readonly WantedAccessRule[] | undefined
}

export const normalizeCredentialName = (value: string): string =>
  normalizeName('application credential', value, 255)

export const normalizeDescription = (value: string | null | undefined): string | null =>
  value == null ? null : normalizeText('description', value, 65_535)

/** Rejects with `invalid` for a time in the past. */
export const checkExpiry = (
  expiresAt: number | null | undefined,
  { now }: Pick<CommandContext, 'now'>,
): void => {
  if (isExpired({ expiresAt: expiresAt ?? null }, now))
    throw domainError('invalid', 'expired_already', 'expires_at is in the past. Choose a later time.', {
      field: 'expires_at',
    })
}

/**
 * Creates an application credential; every route that does so ends here. Rejects with `invalid` for roles that the
 * delegator does not hold on the scope, an expiry in the past and a missing scope, `not_found` for an unknown role or
 * access rule, `conflict` for a name that the user already has, `failed_precondition` beyond the quota and for users who
 * are not developers, and `unauthenticated` for an old sign-in.
 */
export const issueApplicationCredential = async (
  input: DelegationRequest,
  secretHash: string,
  at: CommandContext,
  delegator?: Delegator,
): Promise<ApplicationCredential> => {
  const { stores, ports, now, record } = at
  const { userId, lifetime } = input
  const expiresAt = lifetime === undefined ? (input.expiresAt ?? null) : now + lifetime
  const caller = delegator ?? at.caller
  if (!('userId' in caller) || caller.userId !== userId)
    throw domainError(
      'failed_precondition',
      'not_the_owner',
      'You can create application credentials only for the user who is signed in.',
    )
  // A new service user with a key is created by the rule of users, which needs no fresh sign-in.
  assertFreshSignIn('identity:create_application_credential', at.caller, at.now)
  const { domainId } = await requireUser(userId, at)
  await checkDeveloper(userId, at)
  await checkQuota(userId, at)
  checkExpiry(expiresAt, at)
  const scope = delegableScope(input.scope, caller, ports.settings)
  const roleIds = await delegableRoles(input.roles ?? [], scope, caller, { stores, now })
  const accessRuleIds = await ensureAccessRules(input.accessRules ?? [], userId, at)
  if (!delegator) await assertWithinDelegation(at.caller, { scope, roleIds, accessRuleIds }, at)
  const credential = await stores.applicationCredentials.insert({
    id: ports.newId(),
    userId,
    name: normalizeCredentialName(input.name),
    description: normalizeDescription(input.description),
    scope,
    roleIds,
    expiresAt,
    unrestricted: input.unrestricted ?? false,
    accessRuleIds,
    secretHash,
    createdAt: now,
    lastUsedAt: null,
  })
  record({
    kind: 'application_credential.created',
    subject: { type: 'application_credential', id: credential.id },
    domainId,
    detail: {
      user_id: userId,
      scope: scope.type === 'system' ? 'system' : `${scope.type}:${scope.id}`,
      unrestricted: credential.unrestricted,
    },
  })
  return credential
}

/** Checked inside the transaction, so that concurrent requests cannot exceed the quota (T51). */
const checkQuota = async (
  userId: string,
  { stores, ports }: Pick<CommandContext, 'stores' | 'ports'>,
): Promise<void> => {
  const most = ports.settings.maxApplicationCredentials
  if (most !== undefined && (await stores.applicationCredentials.countOf(userId)) >= most)
    throw domainError(
      'failed_precondition',
      'application_credentials_too_many',
      `A user can have at most ${most} application credentials. Delete one first.`,
    )
}
