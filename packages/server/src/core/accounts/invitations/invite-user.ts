import { assertUserWithin } from '../../access/authority/protected-targets.ts'
import {
  type InvitationMode,
  invitationPrefix,
  isInvitationExpired,
} from '../../access/invitations/invitation.ts'
import { temporaryPassword } from '../../access/invitations/temporary-password.ts'
import { setDomainRole } from '../../directory/assignments/domain-role.ts'
import { setSystemAdmin } from '../../directory/assignments/system-admin.ts'
import { type CreateUser, hashOfNew, insertUser, targetDomain } from '../../directory/users/create-user.ts'
import { checkDefaultProject } from '../../directory/users/default-project.ts'
import { setPassword } from '../../directory/users/set-password.ts'
import { checkStep } from '../../directory/users/status-steps.ts'
import { changedUser } from '../../directory/users/update-user.ts'
import type { User } from '../../directory/users/user.ts'
import { checkKindChange } from '../../directory/users/user-kinds.ts'
import { claimedEmail } from '../../kernel/claimed-email.ts'
import { type DomainError, domainError, notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { addToProject, type ProjectToJoin } from './add-to-project.ts'
import { checkReturnUrl } from './return-url.ts'
import { type InvitationSecret, invitedUntil, sendInvitation } from './send-invitation.ts'

export type InviteUser = Omit<
  CreateUser,
  'name' | 'status' | 'kind' | 'email' | 'claimEmail' | 'documents'
> & {
  /** Claimed for the user; identifies the user when it is invited again. */
  readonly email: string
  /** Absent: the email. */
  readonly name?: string | undefined
  /** `none`: active at once, without an email. */
  readonly mode: InvitationMode | 'none'
  /** The redirect target after acceptance; must be allowed (`return-url.ts`). */
  readonly returnUrl?: string | undefined
  /** A project of the domain that the user becomes a member of, as by `setMember`. */
  readonly project?: ProjectToJoin | undefined
}

/**
 * - `created`: a new user was created
 * - `invited`: the user was pending and keeps its id and data
 * - `reinvited`: the earlier invitation had expired; the same user is invited again
 * - `existing`: the user is already invited; only its membership of the project was changed
 */
export type InviteOutcome = 'created' | 'invited' | 'reinvited' | 'existing'

export type Invited = {
  readonly user: User
  readonly outcome: InviteOutcome
  /** Shown once; set for the mode `temporary_password`. */
  readonly temporaryPassword?: string
}

type Prepared = {
  readonly hash: string | undefined
  readonly credential: InvitationSecret | undefined
  readonly returnUrl: string | null
}

/**
 * Invites a user; idempotent by claimed email (arize.md section 6). An already invited user is returned unchanged and
 * gets no email; a pending user, and one whose invitation has expired, is invited with the same id. Rejects with
 * `conflict` for the address of any other user of the domain, including deleted users until they are purged, and for a
 * taken username.
 */
export const inviteUser = command({
  rule: 'muster:invite_user',
  load: async (input: InviteUser, at) => ({ domainId: targetDomain(input, at) }),
  target: (_input, { domainId }) => ({ target: { user: { domain_id: domainId } } }),
  prepare: async (
    { mode, password, email, name = email, returnUrl: requested },
    _found,
    at,
  ): Promise<Prepared> => {
    claimedEmail(email)
    const returnUrl = checkReturnUrl(requested, at.ports.settings)
    if (mode === 'none')
      return { hash: await hashOfNew(password, { name, email }, at), credential: undefined, returnUrl }
    if (password !== undefined && password !== null)
      throw domainError(
        'invalid',
        'password_not_wanted',
        'password is not allowed. The invited user chooses the password.',
        {
          field: 'password',
        },
      )
    const { secrets, passwords } = at.ports
    if (mode === 'email_link')
      return { hash: undefined, credential: { mode, secret: secrets.make(invitationPrefix) }, returnUrl }
    // Not subject to the password policy: it is random and only allows choosing a password.
    const temporary = temporaryPassword(secrets.makeHex())
    return { hash: await passwords.hash(temporary), credential: { mode, password: temporary }, returnUrl }
  },
  apply: async ({ project, ...input }, { prepared, found: { domainId }, ...at }): Promise<Invited> => {
    const invited = await invite(input, domainId, prepared, at)
    if (project) await addToProject(invited.user, project, at)
    return invited
  },
})

const invite = async (
  input: InviteUser,
  domainId: string,
  prepared: Prepared,
  at: CommandContext,
): Promise<Invited> => {
  const { claimed } = claimedEmail(input.email)
  const before = await at.stores.users.getByClaimedEmail(domainId, claimed)
  if (!before) {
    if (await at.stores.deletedUsers.getByClaimedEmail(domainId, claimed)) throw emailTaken('deleted')
    return issueInvitation(await create(input, domainId, prepared, at), 'created', prepared, at)
  }
  if (before.status === 'pending' && input.mode !== 'none')
    return issueInvitation(await reinvite(before, input, prepared, at), 'invited', prepared, at)
  if (before.status !== 'invited') throw emailTaken('existing')
  if (isInvitationExpired(before, at.now))
    return issueInvitation(await reinvite(before, input, prepared, at), 'reinvited', prepared, at)
  if (input.mode === 'none') throw emailTaken('existing')
  return { user: before, outcome: 'existing' }
}

const emailTaken = (holder: 'existing' | 'deleted'): DomainError =>
  domainError(
    'conflict',
    'email_taken',
    holder === 'existing'
      ? 'Another user of the domain signs in with this email address.'
      : 'A deleted user of the domain has this email address. Restore or purge that user.',
    { field: 'email' },
  )

/**
 * Inserts a user without raising a constraint violation: of two concurrent invitations of one address the later one is
 * retried and then finds the user that the other created. A constraint violation would not show which value is taken.
 */
const insertOrConflict =
  ({ stores }: CommandContext): CommandContext['stores']['users']['insert'] =>
  async (newUser) => {
    const user = await stores.users.insertUnlessTaken(newUser)
    if (user) return user
    const { domainId, claimedEmail: claimed } = newUser
    if (claimed !== null && (await stores.names.owners('user', domainId, claimed)).length > 0)
      throw emailTaken('existing')
    throw domainError('conflict', 'user_name_taken', 'Another user of the domain signs in with this name.', {
      field: 'name',
    })
  }

const create = (
  { mode, ...input }: InviteUser,
  domainId: string,
  { hash }: Prepared,
  at: CommandContext,
): Promise<User> => {
  const invited = mode !== 'none'
  return insertUser(
    { ...input, name: input.name ?? input.email, status: invited ? 'invited' : 'active', claimEmail: true },
    {
      domainId,
      // A temporary password is not a password of the user's own: see `issueInvitation`.
      hash: invited ? undefined : hash,
      cause: 'invitation',
      insert: insertOrConflict(at),
      ...(invited ? { invitedUntil: invitedUntil(at) } : {}),
    },
    at,
  )
}

/** Invites an existing user again; fields that the input does not set keep their values. */
const reinvite = async (
  before: User,
  input: InviteUser,
  { hash }: Prepared,
  at: CommandContext,
): Promise<User> => {
  const { stores, now, record } = at
  const invited = input.mode !== 'none'
  const status = invited ? 'invited' : 'active'
  checkStep(before.status, status, 'invitation')
  checkKindChange(before, { kind: before.kind, status })
  await assertUserWithin(before.id, at)
  await checkDefaultProject(input.defaultProjectId, stores)
  await stores.passwords.deleteOfUser(before.id)
  await stores.lockouts.clear(before.id)
  await stores.invitations.deleteOfUser(before.id)
  const user = await stores.users.update(before.id, {
    ...changedUser(before, { ...input, id: before.id, claimEmail: true }),
    status,
    invitedUntil: invited ? invitedUntil(at) : null,
    ...(before.status === 'invited' ? { createdAt: now } : {}),
    updatedAt: now,
  })
  if (!user) throw notFound('user', before.id)
  if (input.domainRole !== undefined) await setDomainRole(user, input.domainRole, at)
  if (input.systemAdmin !== undefined) await setSystemAdmin(user, input.systemAdmin, at)
  if (!invited)
    record({
      kind: 'user.updated',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      invalidates: [`user:${user.id}`],
      detail: { fields: ['status'] },
    })
  const passwordExpiresAt =
    hash === undefined || invited ? null : await setPassword(user, { hash, selfService: false }, at)
  return { ...user, passwordExpiresAt }
}

const issueInvitation = async (
  user: User,
  outcome: InviteOutcome,
  { hash, credential, returnUrl }: Prepared,
  at: CommandContext,
): Promise<Invited> => {
  if (credential === undefined) return { user, outcome }
  // Stored as expired, so that no sign-in accepts it as a regular password.
  if (hash !== undefined)
    await at.stores.passwords.insert({
      userId: user.id,
      hash,
      createdAt: at.now,
      expiresAt: at.now,
      selfService: false,
    })
  const invitation = await sendInvitation(user, { id: at.ports.newId(), credential, returnUrl }, at)
  at.record({
    kind: 'user.invited',
    subject: { type: 'user', id: user.id },
    domainId: user.domainId,
    detail: { mode: invitation.mode, invitation_id: invitation.id, again: outcome === 'reinvited' },
  })
  return credential.mode === 'email_link'
    ? { user, outcome }
    : { user: { ...user, passwordExpiresAt: at.now }, outcome, temporaryPassword: credential.password }
}
