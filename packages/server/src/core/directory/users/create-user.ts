import { claimedEmail } from '../../kernel/claimed-email.ts'
import { type CommandContext, command, type OperationContext } from '../../kernel/operation.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import { mergePreferences } from '../../messaging/notifications/preferences.ts'
import { giveDomainRole } from '../assignments/domain-role.ts'
import { setSystemAdmin } from '../assignments/system-admin.ts'
import type { DocumentFields } from '../documents/document-fields.ts'
import { insertDocuments } from '../documents/insert-documents.ts'
import type { FederatedKey } from '../federated-users/federated-link.ts'
import { addFederatedLinks } from '../federated-users/set-federated-links.ts'
import { type ClaimEmail, claimIfFree } from './claim-if-free.ts'
import { checkDefaultProject } from './default-project.ts'
import { normalizeExternalId } from './external-id.ts'
import { formatUuid } from './format-uuid.ts'
import { normalizeMetadata } from './metadata.ts'
import { type PasswordOwner, policyProblem } from './password-policy.ts'
import { checkPassword, checkStrength } from './password-rules.ts'
import { deriveNames } from './person-names.ts'
import { newProfile } from './profile.ts'
import { setPassword } from './set-password.ts'
import { checkStep, type StepCause } from './status-steps.ts'
import type { User, UserKind, UserOptions, UserPreferences, UserStatus } from './user.ts'
import { checkKind } from './user-kinds.ts'
import { normalizeOptions } from './user-options.ts'
import type { NewUser, UserStore } from './user-store.ts'

export type CreateUser = {
  /** Absent: the id formatted as a UUID, for clients without usernames. */
  readonly name?: string | undefined
  /** Absent: the domain of a domain-scoped caller, else the default domain. */
  readonly domainId?: string | undefined
  readonly kind?: UserKind | undefined
  readonly status?: UserStatus | undefined
  readonly password?: string | null | undefined
  /** Set by an administrator through Identity v3: see the setting `password_policy_for_identity_v3`. */
  readonly passwordFromIdentityV3?: boolean | undefined
  readonly displayName?: string | null | undefined
  readonly email?: string | null | undefined
  /** Absent: the email is not claimed. */
  readonly claimEmail?: ClaimEmail | undefined
  readonly givenName?: string | null | undefined
  readonly familyName?: string | null | undefined
  readonly phoneNumber?: string | null | undefined
  readonly pictureUrl?: string | null | undefined
  /** One of `languages` (`kernel/language.ts`). */
  readonly language?: string | null | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  readonly publicMetadata?: Readonly<Record<string, unknown>> | undefined
  readonly externalId?: string | null | undefined
  readonly preferences?: UserPreferences | undefined
  readonly description?: string | null | undefined
  readonly defaultProjectId?: string | null | undefined
  readonly developer?: boolean | undefined
  readonly options?: UserOptions | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  /** The domain role of the user; see `directory/assignments/domain-role.ts`. */
  readonly domainRole?: string | undefined
  /** Makes the user a system administrator; see `directory/assignments/system-admin.ts`. */
  readonly systemAdmin?: boolean | undefined
  /** Links to users of identity providers. */
  readonly federated?: readonly FederatedKey[] | undefined
  /** Documents created with the user. */
  readonly documents?: readonly DocumentFields[] | undefined
}

/** The domain of a new user: the requested one, the caller's, or the default domain. */
export const targetDomain = (
  { domainId }: Pick<CreateUser, 'domainId'>,
  { caller, ports }: Pick<OperationContext, 'caller' | 'ports'>,
): string => {
  if (domainId !== undefined) return domainId
  const own = caller.kind === 'known' && caller.scope.kind === 'domain' ? caller.scope.domainId : undefined
  return own ?? ports.settings.defaultDomainId
}

/**
 * Rejects with `conflict` when the name or the email to claim is taken in the domain, `not_found` for an unknown domain,
 * `invalid` for malformed names, addresses and passwords, `failed_precondition` for a status that needs an invitation.
 */
export const createUser = command({
  rule: 'identity:create_user',
  isolation: 'inserts only',
  load: async (input: CreateUser, at) => ({ domainId: targetDomain(input, at) }),
  target: (_input, { domainId }) => ({ target: { user: { domain_id: domainId } } }),
  prepare: async (input, _found, at) => {
    const { password, passwordFromIdentityV3: lenient } = input
    return hashOfNew(password, { ...input, lenient }, at)
  },
  apply: async (input, { found, prepared: hash, ...at }): Promise<User> =>
    insertUser(input, { ...found, hash, cause: 'creation' }, at),
})

/** Checks a new password against the policy and hashes it; undefined without a password. */
export const hashOfNew = async (
  password: string | null | undefined,
  owner: PasswordOwner & { readonly lenient?: boolean | undefined },
  { ports }: Pick<OperationContext, 'ports'>,
): Promise<string | undefined> => {
  if (password === undefined) return undefined
  if (password !== null) {
    checkPassword(password)
    await checkNewPassword(password, owner, ports)
  }
  checkStrength(password, ports)
  return password === null ? undefined : ports.passwords.hash(password)
}

/** Rejects a password that violates the policy; only warns for administrators who use Identity v3. */
const checkNewPassword = async (
  password: string,
  owner: Parameters<typeof hashOfNew>[1],
  ports: OperationContext['ports'],
): Promise<void> => {
  const problem = await policyProblem(password, owner, ports)
  if (!problem) return
  if (!owner.lenient || ports.settings.passwordPolicyForIdentityV3) throw problem
  ports.warn(
    { component: 'passwords', username: owner.name, code: problem.code },
    'weak password accepted through Identity v3 (password_policy_for_identity_v3 is off)',
  )
}

type NewUserContext = {
  readonly domainId: string
  readonly hash: string | undefined
  readonly cause: StepCause
  readonly invitedUntil?: number
  /** Absent: `UserStore.insert`. */
  readonly insert?: UserStore['insert']
}

/** Inserts a user with its password, roles and documents in the transaction of the calling command. */
export const insertUser = async (
  input: CreateUser,
  { domainId, hash, cause, invitedUntil, insert }: NewUserContext,
  at: CommandContext,
): Promise<User> => {
  const { stores, ports, now, record } = at
  await checkDefaultProject(input.defaultProjectId, stores)
  const address = await addressOf(input, domainId, at)
  const { kind = 'human', status = 'active' } = input
  checkStep('none', status, cause)
  checkKind({ kind, status }, at)
  const profile = newProfile(input)
  const id = ports.newId()
  const newUser: NewUser = {
    id,
    domainId,
    name: input.name === undefined ? formatUuid(id) : normalizeName('user', input.name, 255),
    kind,
    status,
    ...profile,
    ...deriveNames({ ...profile, displayName: optional('display name', input.displayName, 255) }),
    ...address,
    metadata: input.metadata && normalizeMetadata(input.metadata),
    publicMetadata: input.publicMetadata && normalizeMetadata(input.publicMetadata),
    externalId: normalizeExternalId(input.externalId),
    preferences: input.preferences && mergePreferences({}, input.preferences),
    description: optional('description', input.description, 65_535),
    defaultProjectId: input.defaultProjectId ?? null,
    developer: input.developer ?? false,
    options: normalizeOptions(input.options ?? {}),
    extra: input.extra ?? {},
    invitedUntil,
    createdAt: now,
    updatedAt: now,
  }
  const claiming = input.claimEmail === 'if_free' && address.claimedEmail !== null
  // A concurrent claim of the address must not fail this request.
  const user =
    (claiming ? await stores.users.insertUnlessTaken(newUser) : undefined) ??
    (await (insert ?? stores.users.insert)(claiming ? { ...newUser, claimedEmail: null } : newUser))
  const passwordExpiresAt =
    hash === undefined ? null : await setPassword(user, { hash, selfService: false }, at)
  record({ kind: 'user.created', subject: { type: 'user', id: user.id }, domainId: user.domainId })
  if (input.domainRole !== undefined) await giveDomainRole(user, input.domainRole, at)
  if (input.systemAdmin) await setSystemAdmin(user, true, at)
  await addFederatedLinks(user, input.federated ?? [], at)
  await insertDocuments(user, input.documents ?? [], 0, at)
  return { ...user, passwordExpiresAt }
}

const addressOf = async (
  { email, claimEmail }: CreateUser,
  domainId: string,
  at: CommandContext,
): Promise<Pick<User, 'email' | 'claimedEmail'>> => {
  if (typeof email !== 'string' || !claimEmail)
    return { email: optional('email', email, 320), claimedEmail: null }
  if (claimEmail === 'if_free')
    return {
      email: normalizeText('email', email, 320),
      claimedEmail: await claimIfFree({ domainId, email }, at),
    }
  const { shown, claimed } = claimedEmail(email)
  return { email: shown, claimedEmail: claimed }
}

const optional = (field: string, text: string | null | undefined, max: number) =>
  text === undefined || text === null ? null : normalizeText(field, text, max)
