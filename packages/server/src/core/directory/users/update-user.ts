import { claimedEmail, claimStillHolds } from '../../kernel/claimed-email.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { revokeAllUserAccess } from '../../kernel/revocations/revoke-tokens.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import { mergePreferences } from '../../messaging/notifications/preferences.ts'
import { setDomainRole } from '../assignments/domain-role.ts'
import { setSystemAdmin } from '../assignments/system-admin.ts'
import type { FederatedKey } from '../federated-users/federated-link.ts'
import { replaceFederatedLinks } from '../federated-users/set-federated-links.ts'
import { changeUserPlan, type UserPlanChange } from '../plans/attach-plan.ts'
import { type ClaimEmail, claimIfFree } from './claim-if-free.ts'
import { hashOfNew } from './create-user.ts'
import { checkDefaultProject } from './default-project.ts'
import { assertNotDelegatorCredentials } from './delegator.ts'
import { normalizeExternalId } from './external-id.ts'
import { requireUser, userTarget } from './get-user.ts'
import { withEffectiveStatus } from './inactivity.ts'
import { changedMetadata, type Metadata } from './metadata.ts'
import { sendPasswordChangedMail } from './password-changed-mail.ts'
import { namesOfChanged } from './person-names.ts'
import { changedProfile } from './profile.ts'
import { setPassword } from './set-password.ts'
import { checkStep } from './status-steps.ts'
import { assertCanManageSystemUser } from './system-users.ts'
import type { User, UserKind, UserOptions, UserPreferences, UserStatus } from './user.ts'
import { checkKindChange } from './user-kinds.ts'
import { normalizeOptions } from './user-options.ts'
import type { UserChange } from './user-store.ts'

export type UpdateUser = {
  readonly id: string
  readonly name?: string | undefined
  /** Must equal the current domain: a user cannot move. */
  readonly domainId?: string | undefined
  readonly kind?: UserKind | undefined
  readonly status?: UserStatus | undefined
  /** For clients without statuses: true means `active`; false disables an active user and keeps any other status. */
  readonly enabled?: boolean | undefined
  readonly password?: string | null | undefined
  /** Set by an administrator through Identity v3: see the setting `password_policy_for_identity_v3`. */
  readonly passwordFromIdentityV3?: boolean | undefined
  readonly displayName?: string | null | undefined
  readonly email?: string | null | undefined
  /** Absent: a different address is not claimed and ends an earlier claim. */
  readonly claimEmail?: ClaimEmail | undefined
  /** Rejects with `conflict` (`version_changed`) unless the user's version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
  readonly givenName?: string | null | undefined
  readonly familyName?: string | null | undefined
  readonly phoneNumber?: string | null | undefined
  readonly pictureUrl?: string | null | undefined
  /** One of `languages` (`kernel/language.ts`). */
  readonly language?: string | null | undefined
  readonly description?: string | null | undefined
  readonly defaultProjectId?: string | null | undefined
  readonly developer?: boolean | undefined
  /** Merged; null removes an option. */
  readonly options?: { readonly [K in keyof UserOptions]?: UserOptions[K] | null } | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  /** A merge patch (RFC 7396). */
  readonly metadata?: Metadata | undefined
  /** Replaces these attributes, null included; other attributes stay. */
  readonly assignMetadata?: Metadata | undefined
  /** A merge patch (RFC 7396), or null for none. */
  readonly publicMetadata?: Metadata | null | undefined
  /** Replaces the whole public metadata. */
  readonly replacePublicMetadata?: Metadata | undefined
  readonly externalId?: string | null | undefined
  /** Replaces the whole metadata, before `assignMetadata` and `metadata` apply. */
  readonly replaceMetadata?: Metadata | undefined
  /** Merged key by key. */
  readonly preferences?: UserPreferences | undefined
  /** Replaces the links to users of identity providers; an empty list changes nothing. */
  readonly federated?: readonly FederatedKey[] | undefined
  /** The new domain role; null removes it. See `directory/assignments/domain-role.ts`. */
  readonly domainRole?: string | null | undefined
  /** Grants or revokes system administration; see `directory/assignments/system-admin.ts`. */
  readonly systemAdmin?: boolean | undefined
  /** See `directory/plans/attach-plan.ts`. */
  readonly plan?: UserPlanChange | undefined
}

/**
 * Changes the provided fields. A new password, another kind, and a status other than `active` revoke all tokens and
 * sessions of the user. Rejects with `failed_precondition` for a status change that `status-steps.ts` does not allow.
 */
export const updateUser = command({
  rule: 'identity:update_user',
  load: ({ id }: UpdateUser, at) => requireUser(id, at),
  target: (_input, user) => userTarget(user),
  prepare: async (input, user, at) => {
    if (input.domainId !== undefined && input.domainId !== user.domainId)
      throw domainError('invalid', 'domain_immutable', 'A user cannot move to another domain.', {
        field: 'domain_id',
      })
    if (input.password === undefined) return undefined
    const lenient = input.passwordFromIdentityV3
    // Through Identity v3, administrators may also set the current password again.
    const current = lenient ? undefined : await at.stores.passwords.current(user.id)
    const { name = user.name, email = user.email } = input
    return hashOfNew(input.password, { name, email, lenient, currentHash: current?.hash }, at)
  },
  apply: async (input, { prepared: hash, ...at }): Promise<User> => {
    const { stores, now, record } = at
    const before = await requireUser(input.id, { stores })
    if (input.ifVersion && !input.ifVersion.includes(before.version))
      throw domainError(
        'conflict',
        'version_changed',
        'Another request has changed this user. Read it again and repeat the change.',
      )
    assertCanManageSystemUser(before, at)
    if (credentialFields.some((key) => input[key] !== undefined)) assertNotDelegatorCredentials(input.id, at)
    const { kind, status } = checkedStep(before, input)
    await checkDefaultProject(input.defaultProjectId, stores)
    const changed = await stores.users.update(input.id, {
      ...changedUser(before, input),
      ...(await claimOfFree(before, input, at)),
      kind,
      status,
      invitedUntil: status === 'invited' ? undefined : null,
      updatedAt: now,
    })
    if (!changed) throw notFound('user', input.id)
    const updated = input.plan ? await changeUserPlan(changed, input.plan, at) : changed
    if (status !== 'invited') await stores.invitations.deleteOfUser(input.id)
    if (input.domainRole !== undefined) await setDomainRole(updated, input.domainRole, at)
    if (input.systemAdmin !== undefined) await setSystemAdmin(updated, input.systemAdmin, at)
    await replaceFederatedLinks(updated, input.federated ?? [], at)
    if (input.password === null) await stores.passwords.deleteOfUser(input.id)
    const passwordExpiresAt =
      hash === undefined ? null : await setPassword(updated, { hash, selfService: false }, at)
    const enabled = updated.status === 'active' && (input.enabled === true || input.status === 'active')
    if (enabled) await onReenabled(updated, at)
    const disabled = before.status === 'active' && updated.status !== 'active'
    const turned = before.kind !== updated.kind
    if (disabled || turned || input.password !== undefined)
      await revokeAllUserAccess(input.id, { stores, now })
    if (hash !== undefined && updated.status !== 'invited') await sendPasswordChangedMail(updated, at)
    record({
      kind: 'user.updated',
      subject: { type: 'user', id: input.id },
      domainId: updated.domainId,
      invalidates: [`user:${input.id}`],
      detail: {
        fields: Object.entries(input).flatMap(([key, value]) =>
          value === undefined || notFields.has(key) ? [] : [key],
        ),
        ...(before.status === updated.status ? {} : { status: updated.status }),
      },
    })
    return withEffectiveStatus(
      {
        ...updated,
        ...(input.password === undefined ? {} : { passwordExpiresAt }),
        ...(enabled ? { lastActiveAt: (await requireUser(input.id, { stores })).lastActiveAt } : {}),
      },
      at,
    )
  },
})

/** Normalizes the provided fields except kind and status. Rejects with `invalid`. */
export const changedUser = (before: User, input: UpdateUser): UserChange => {
  const profile = changedProfile(input)
  return {
    name: input.name === undefined ? undefined : normalizeName('user', input.name, 255),
    ...newEmail(before, input),
    ...profile,
    ...namesOfChanged(before, { ...profile, displayName: text('display name', input.displayName, 255) }),
    description: text('description', input.description, 65_535),
    defaultProjectId: input.defaultProjectId,
    developer: input.developer,
    options: input.options && mergeOptions(before.options, normalizeOptions(input.options)),
    extra: input.extra && { ...before.extra, ...input.extra },
    metadata: changedMetadata(before.metadata, input),
    publicMetadata: changedMetadata(before.publicMetadata, publicPatch(input)),
    externalId: normalizeExternalId(input.externalId),
    preferences: input.preferences && mergePreferences(before.preferences, input.preferences),
  }
}

/** Enabling a user clears its lockout and restarts its inactivity period (keystone.md section 9.1). */
const onReenabled = async (
  user: User,
  { stores, ports, now }: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
) => {
  await stores.lockouts.clear(user.id)
  if (ports.settings.disableUserAccountDaysInactive !== undefined) await stores.users.markActive(user.id, now)
}

/** Fields that are credentials, or by which a caller could obtain credentials of the user. */
const credentialFields = ['password', 'email', 'kind', 'options', 'developer', 'federated'] as const

const notFields = new Set(['id', 'claimEmail', 'ifVersion', 'passwordFromIdentityV3'])

const publicPatch = ({ publicMetadata, replacePublicMetadata: replaceMetadata }: UpdateUser) =>
  publicMetadata === null ? { replaceMetadata: {} } : { metadata: publicMetadata, replaceMetadata }

const text = (field: string, value: string | null | undefined, max: number) =>
  typeof value === 'string' ? normalizeText(field, value, max) : value

const newEmail = ({ claimedEmail: before }: User, { email, claimEmail }: UpdateUser) => {
  if (email === undefined) return {}
  if (email === null) return { email, claimedEmail: null }
  if (!claimEmail || claimEmail === 'if_free')
    return { email: text('email', email, 320), claimedEmail: claimStillHolds(before, email) ? before : null }
  const { shown, claimed } = claimedEmail(email)
  return { email: shown, claimedEmail: claimed }
}

/** The claim with `if_free`, also for an unchanged address that is not claimed yet. */
const claimOfFree = async (
  { id, domainId, claimedEmail: before }: User,
  input: UpdateUser,
  at: OperationContext,
) => {
  const { email, claimEmail } = input
  if (claimEmail !== 'if_free' || typeof email !== 'string' || claimStillHolds(before, email)) return {}
  return { claimedEmail: await claimIfFree({ id, domainId, email }, at) }
}

/** The new kind and status of the user. Rejects with `failed_precondition` for a change that is not allowed. */
const checkedStep = (before: User, input: UpdateUser): Pick<User, 'kind' | 'status'> => {
  const status = input.status ?? enabledStatus(before.status, input.enabled) ?? before.status
  checkStep(before.status, status, 'change')
  return { kind: checkKindChange(before, { kind: input.kind ?? before.kind, status }), status }
}

const enabledStatus = (before: UserStatus, enabled: boolean | undefined): UserStatus | undefined => {
  if (enabled === undefined) return undefined
  return enabled ? 'active' : before === 'active' ? 'disabled' : before
}

const mergeOptions = (old: UserOptions, change: NonNullable<UpdateUser['options']>): UserOptions =>
  Object.fromEntries(
    Object.entries({ ...old, ...change }).filter(([, value]) => value !== null && value !== undefined),
  )
