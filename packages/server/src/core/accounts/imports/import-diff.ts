import { passwordExpiry } from '../../directory/users/password-rules.ts'
import { namesOfNew } from '../../directory/users/person-names.ts'
import { checkStep } from '../../directory/users/status-steps.ts'
import type { UpdateUser } from '../../directory/users/update-user.ts'
import type { User, UserStatus } from '../../directory/users/user.ts'
import { checkKind } from '../../directory/users/user-kinds.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { awaitsInvitation } from '../invitations/invite-existing.ts'
import { invitedUntil } from '../invitations/send-invitation.ts'
import type { NewRow } from './import-store.ts'
import type { RowUser } from './read-row.ts'

const sameJson = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Whether the user is already what the row says. Nobody can tell that of a password. */
export const isUnchanged = (user: User, told: RowUser): boolean => {
  const { passwordHash, metadata, publicMetadata, claimedEmail, createdAt: _fixed, ...plain } = told
  if (passwordHash !== undefined) return false
  if (typeof claimedEmail === 'string' && claimedEmail !== user.claimedEmail) return false
  if (metadata !== undefined && !sameJson(metadata, user.metadata)) return false
  if (publicMetadata !== undefined && !sameJson(publicMetadata, user.publicMetadata)) return false
  return Object.entries(plain).every(
    ([key, value]) => value === undefined || value === user[key as keyof User],
  )
}

/**
 * The row as an import that invites takes it: without a hash, `pending` and `invited` both mean that the user waits
 * for an invitation, so that sending a file again turns no user back who has accepted one.
 */
export const toInvite = (told: RowUser): RowUser =>
  told.passwordHash === undefined && (told.status === 'pending' || told.status === 'invited')
    ? { ...told, status: undefined }
    : told

/** Whether an import that invites has to invite the user of this row. */
export const isToInvite = (user: User, told: RowUser, now: number): boolean =>
  told.passwordHash === undefined &&
  told.status === undefined &&
  (told.kind ?? user.kind) === 'human' &&
  awaitsInvitation(user, now)

/**
 * A person without a password has no way in: pending, or invited, unless the row says another status. Programs prove
 * who they are by keys and tokens.
 */
const statusOfNew = ({ status, kind = 'human', passwordHash }: RowUser, invite: boolean): UserStatus =>
  status ?? (passwordHash !== undefined || kind !== 'human' ? 'active' : invite ? 'invited' : 'pending')

/** What a row changes of a user. An address that a row does not claim keeps the claim it had, if it is the same. */
export const changeOf = (id: string, told: RowUser): UpdateUser => {
  const { passwordHash: _hash, createdAt: _fixed, claimedEmail, metadata, publicMetadata, ...rest } = told
  return {
    id,
    ...rest,
    replaceMetadata: metadata,
    replacePublicMetadata: publicMetadata,
    claimEmail: typeof claimedEmail === 'string',
  }
}

/** Rejects what `createUser` would refuse of a user as it is given. */
export const toNewUser = (
  told: RowUser & { readonly name: string },
  domainId: string,
  invite: boolean,
  { ports, now, may }: Pick<CommandContext, 'ports' | 'now' | 'may'>,
): NewRow => {
  const { kind = 'human', createdAt = now, passwordHash: hash } = told
  const status = statusOfNew(told, invite)
  const invited = invite && status === 'invited'
  checkStep('none', status, invited ? 'invitation' : 'creation')
  checkKind({ kind, status }, { may })
  const id = ports.nextId()
  const expiresAt = passwordExpiry({}, { selfService: false, now }, ports.settings)
  // Days that users stay away count from the import on, and not from when another system made them.
  const counted = ports.settings.disableUserAccountDaysInactive !== undefined && createdAt !== now
  return {
    user: {
      id,
      domainId,
      name: told.name,
      kind,
      status,
      ...namesOfNew(told),
      phoneNumber: told.phoneNumber,
      pictureUrl: told.pictureUrl,
      email: told.email ?? null,
      claimedEmail: told.claimedEmail ?? null,
      description: told.description ?? null,
      metadata: told.metadata,
      publicMetadata: told.publicMetadata,
      externalId: told.externalId,
      defaultProjectId: null,
      developer: told.developer ?? false,
      options: {},
      extra: {},
      invitedUntil: invited ? invitedUntil({ now, ports }) : null,
      createdAt,
      updatedAt: now,
    },
    password:
      hash === undefined ? undefined : { userId: id, hash, createdAt: now, expiresAt, selfService: false },
    lastActiveAt: counted ? now : undefined,
  }
}
