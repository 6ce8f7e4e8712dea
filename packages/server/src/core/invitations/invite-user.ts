import { setAccountRole } from '../assignments/account-role.ts'
import { setSystemAdmin } from '../assignments/system-admin.ts'
import { assertUserWithin } from '../authority/protected-targets.ts'
import { type Applying, command } from '../operation.ts'
import { notFound, type Refusal, refuse } from '../refusal.ts'
import { claimedEmail } from '../users/claimed-email.ts'
import { type CreateUser, domainOfNew, hashOfNew, insertUser } from '../users/create-user.ts'
import { checkDefaultProject } from '../users/default-project.ts'
import { setPassword } from '../users/set-password.ts'
import { checkStep } from '../users/status-steps.ts'
import { changedUser } from '../users/update-user.ts'
import type { User } from '../users/user.ts'
import { checkKindChange } from '../users/user-kinds.ts'
import { type InvitationMode, invitationPrefix, isLapsed } from './invitation.ts'
import { checkReturnUrl } from './return-url.ts'
import { invitedUntil, sendInvitation, type Way } from './send-invitation.ts'
import { temporaryPassword } from './temporary-password.ts'

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
  readonly way: Way | undefined
  readonly returnUrl: string | null
}

/**
 * Idempotent by claimed email (arize.md section 6): who is invited already is answered unchanged, and gets no
 * letter; a pending user, and one whose invitation is over, is invited with the same id. Refuses `conflict` for an
 * address of any other user of the domain, deleted users until they are purged included, and for a username that is
 * taken.
 */
export const inviteUser = command({
  rule: 'muster:invite_user',
  load: async (input: InviteUser, at) => ({ domainId: domainOfNew(input, at) }),
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
      throw refuse('invalid', 'password_not_wanted', 'Whoever is invited chooses the password.', {
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
      if (await at.stores.tombstones.getByClaimedEmail(domainId, claimed)) throw takenBy('deleted')
      return arrive(await create(input, domainId, prepared, at), 'created', prepared, at)
    }
    if (before.status === 'pending' && input.mode !== 'none')
      return arrive(await renew(before, input, prepared, at), 'invited', prepared, at)
    if (before.status !== 'invited') throw takenBy('known')
    if (isLapsed(before, at.now))
      return arrive(await renew(before, input, prepared, at), 'reinvited', prepared, at)
    if (input.mode === 'none') throw takenBy('known')
    return { user: before, outcome: 'existing' }
  },
})

const takenBy = (who: 'known' | 'deleted'): Refusal =>
  refuse(
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
  ({ stores }: Applying): Applying['stores']['users']['insert'] =>
  async (given) => {
    const user = await stores.users.insertUnlessTaken(given)
    if (user) return user
    const { domainId, claimedEmail: claimed } = given
    if (claimed !== null && (await stores.names.owners('user', domainId, claimed)).length > 0)
      throw takenBy('known')
    throw refuse('conflict', 'user_name_taken', 'Another user of the domain signs in with this name.', {
      field: 'name',
    })
  }

const create = (
  { mode, ...input }: InviteUser,
  domainId: string,
  { hash }: Prepared,
  at: Applying,
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
const renew = async (before: User, input: InviteUser, { hash }: Prepared, at: Applying): Promise<User> => {
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
  if (input.domainRole !== undefined) await setAccountRole(user, input.domainRole, at)
  if (input.systemAdmin !== undefined) await setSystemAdmin(user, input.systemAdmin, at)
  if (!invited)
    record({
      kind: 'user.updated',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      touches: [`user:${user.id}`],
      detail: { fields: ['status'] },
    })
  const passwordExpiresAt =
    hash === undefined || invited ? null : await setPassword(user, { hash, selfService: false }, at)
  return { ...user, passwordExpiresAt }
}

const arrive = async (
  user: User,
  outcome: InviteOutcome,
  { hash, way, returnUrl }: Prepared,
  at: Applying,
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
