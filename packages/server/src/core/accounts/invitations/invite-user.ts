import { assertUserWithin } from '../../access/authority/protected-targets.ts'
import { type InvitationMode, invitationPrefix, isExpired } from '../../access/invitations/invitation.ts'
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
import { checkReturnUrl } from './return-url.ts'
import { type InvitationSecret, invitedUntil, sendInvitation } from './send-invitation.ts'

export type InviteUser = Omit<
  CreateUser,
  'name' | 'status' | 'kind' | 'email' | 'claimEmail' | 'documents'
> & {
  /** Claimed for the user, and what it is found by when it is invited again. */
  readonly email: string
  /** Absent: the email. */
  readonly name?: string | undefined
  /** `none`: active at once, without a letter. */
  readonly mode: InvitationMode | 'none'
  /** Where the page leads after acceptance; must be allowed (`return-url.ts`). */
  readonly returnUrl?: string | undefined
}

/**
 * - `created`: there was no such user
 * - `invited`: the user was pending, and keeps its id and what was known of it
 * - `reinvited`: an invitation was over; the same user begins anew
 * - `existing`: is invited already; nothing was done
 */
export type InviteOutcome = 'created' | 'invited' | 'reinvited' | 'existing'

export type Invited = {
  readonly user: User
  readonly outcome: InviteOutcome
  /** Told this once, by the mode of that name. */
  readonly temporaryPassword?: string
}

type Prepared = {
  readonly hash: string | undefined
  readonly way: InvitationSecret | undefined
  readonly returnUrl: string | null
}

/**
 * Idempotent by claimed email (arize.md section 6): who is invited already is answered unchanged, and gets no
 * letter; a pending user, and one whose invitation is over, is invited with the same id. Rejects with `conflict` for an
 * address of any other user of the domain, deleted users until they are purged included, and for a username that is
 * taken.
 */
export const inviteUser = command({
  rule: 'muster:invite_user',
  load: async (input: InviteUser, at) => ({ domainId: targetDomain(input, at) }),
  target: (_input, { domainId }) => ({ target: { user: { domain_id: domainId } } }),
  prepare: async (
    { mode, password, email, name = email, returnUrl: asked },
    _found,
    at,
  ): Promise<Prepared> => {
    claimedEmail(email)
    const returnUrl = checkReturnUrl(asked, at.ports.settings)
    if (mode === 'none')
      return { hash: await hashOfNew(password, { name, email }, at), way: undefined, returnUrl }
    if (password !== undefined && password !== null)
      throw domainError('invalid', 'password_not_wanted', 'Whoever is invited chooses the password.', {
        field: 'password',
      })
    const { secrets, passwords } = at.ports
    if (mode === 'email_link')
      return { hash: undefined, way: { mode, secret: secrets.make(invitationPrefix) }, returnUrl }
    // Not held against what is asked of passwords: it is random, and good for nothing but choosing one.
    const made = temporaryPassword(secrets.makeHex())
    return { hash: await passwords.hash(made), way: { mode, password: made }, returnUrl }
  },
  apply: async (input, { prepared, found: { domainId }, ...at }): Promise<Invited> => {
    const { claimed } = claimedEmail(input.email)
    const before = await at.stores.users.getByClaimedEmail(domainId, claimed)
    if (!before) {
      if (await at.stores.deletedUsers.getByClaimedEmail(domainId, claimed)) throw takenBy('deleted')
      return issueInvitation(await create(input, domainId, prepared, at), 'created', prepared, at)
    }
    if (before.status === 'pending' && input.mode !== 'none')
      return issueInvitation(await reinvite(before, input, prepared, at), 'invited', prepared, at)
    if (before.status !== 'invited') throw takenBy('known')
    if (isExpired(before, at.now))
      return issueInvitation(await reinvite(before, input, prepared, at), 'reinvited', prepared, at)
    if (input.mode === 'none') throw takenBy('known')
    return { user: before, outcome: 'existing' }
  },
})

const takenBy = (who: 'known' | 'deleted'): DomainError =>
  domainError(
    'conflict',
    'email_taken',
    who === 'known'
      ? 'Another user of the domain signs in with this email address.'
      : 'A deleted user of the domain had this email address: restore that user, or purge it.',
    { field: 'email' },
  )

/**
 * Inserts so that of two invitations of one address at once the later one is tried again, and finds the user that
 * the other made. A broken constraint would tell it nothing but that something is taken.
 */
const orTaken =
  ({ stores }: CommandContext): CommandContext['stores']['users']['insert'] =>
  async (given) => {
    const user = await stores.users.insertUnlessTaken(given)
    if (user) return user
    const { domainId, claimedEmail: claimed } = given
    if (claimed !== null && (await stores.names.owners('user', domainId, claimed)).length > 0)
      throw takenBy('known')
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
      // A temporary password is not the user's own: see `arrive`.
      hash: invited ? undefined : hash,
      cause: 'invitation',
      insert: orTaken(at),
      ...(invited ? { invitedUntil: invitedUntil(at) } : {}),
    },
    at,
  )
}

/** The same user from the beginning: what was given before stays unless it is given anew. */
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
  { hash, way, returnUrl }: Prepared,
  at: CommandContext,
): Promise<Invited> => {
  if (way === undefined) return { user, outcome }
  // Born expired, so that no way of signing in takes it for a password of the user's own.
  if (hash !== undefined)
    await at.stores.passwords.insert({
      userId: user.id,
      hash,
      createdAt: at.now,
      expiresAt: at.now,
      selfService: false,
    })
  const invitation = await sendInvitation(user, { id: at.ports.newId(), way, returnUrl }, at)
  at.record({
    kind: 'user.invited',
    subject: { type: 'user', id: user.id },
    domainId: user.domainId,
    detail: { mode: invitation.mode, invitation_id: invitation.id, again: outcome === 'reinvited' },
  })
  return way.mode === 'email_link'
    ? { user, outcome }
    : { user: { ...user, passwordExpiresAt: at.now }, outcome, temporaryPassword: way.password }
}
