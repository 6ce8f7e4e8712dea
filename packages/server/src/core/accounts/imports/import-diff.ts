import { passwordExpiry } from '../../directory/users/password-rules.ts'
import { deriveNames } from '../../directory/users/person-names.ts'
import { checkStep } from '../../directory/users/status-steps.ts'
import type { UpdateUser } from '../../directory/users/update-user.ts'
import type { User, UserStatus } from '../../directory/users/user.ts'
import { checkKind } from '../../directory/users/user-kinds.ts'
import type { NewUser } from '../../directory/users/user-store.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { awaitsInvitation } from '../invitations/invite-existing.ts'
import { invitedUntil } from '../invitations/send-invitation.ts'
import type { NewRow } from './import-store.ts'
import type { RowUser } from './read-row.ts'

const sameJson = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Whether the user already matches the row. A row with a password hash always counts as changed. */
export const isUnchanged = (user: User, row: RowUser): boolean => {
  const { passwordHash, metadata, publicMetadata, claimedEmail, createdAt: _fixed, ...plain } = row
  if (passwordHash !== undefined) return false
  if (typeof claimedEmail === 'string' && claimedEmail !== user.claimedEmail) return false
  if (metadata !== undefined && !sameJson(metadata, user.metadata)) return false
  if (publicMetadata !== undefined && !sameJson(publicMetadata, user.publicMetadata)) return false
  return Object.entries(plain).every(
    ([key, value]) => value === undefined || value === user[key as keyof User],
  )
}

/**
 * Adapts a row to an import with invitations: without a hash, `pending` and `invited` both mean that the user needs an
 * invitation. Importing a file again therefore does not reset users who accepted theirs.
 */
export const toInvite = (row: RowUser): RowUser =>
  row.passwordHash === undefined && (row.status === 'pending' || row.status === 'invited')
    ? { ...row, status: undefined }
    : row

/** Whether an import with invitations must invite the user of this row. */
export const isToInvite = (user: User, row: RowUser, now: number): boolean =>
  row.passwordHash === undefined &&
  row.status === undefined &&
  (row.kind ?? user.kind) === 'human' &&
  awaitsInvitation(user, now)

/**
 * A person without a password cannot sign in: pending, or invited, unless the row sets another status. Service users
 * authenticate with keys and tokens.
 */
const statusOfNew = ({ status, kind = 'human', passwordHash }: RowUser, invite: boolean): UserStatus =>
  status ?? (passwordHash !== undefined || kind !== 'human' ? 'active' : invite ? 'invited' : 'pending')

/** The change of a user from a row. An unchanged address that the row does not claim keeps its claim. */
export const changeOf = (id: string, row: RowUser): UpdateUser => {
  const { passwordHash: _hash, createdAt: _fixed, claimedEmail, metadata, publicMetadata, ...rest } = row
  return {
    id,
    ...rest,
    replaceMetadata: metadata,
    replacePublicMetadata: publicMetadata,
    claimEmail: typeof claimedEmail === 'string',
  }
}

/** Attributes of a user that a file does not set. All others must be in `toNewUser`. */
type NotInFiles = 'emailVerifiedAt' | 'preferences' | 'planId' | 'planExpiresAt' | 'managedBy'

/** Converts a row to a new user; rejects with the errors of `createUser`. */
export const toNewUser = (
  row: RowUser & { readonly name: string },
  domainId: string,
  invite: boolean,
  { ports, now, may }: Pick<CommandContext, 'ports' | 'now' | 'may'>,
): NewRow => {
  const { kind = 'human', createdAt = now, passwordHash: hash } = row
  const status = statusOfNew(row, invite)
  const invited = invite && status === 'invited'
  checkStep('none', status, invited ? 'invitation' : 'creation')
  checkKind({ kind, status }, { may })
  const id = ports.nextId()
  const expiresAt = passwordExpiry({}, { selfService: false, now }, ports.settings)
  // Inactivity counts from the import, not from the creation in another system.
  const counted = ports.settings.disableUserAccountDaysInactive !== undefined && createdAt !== now
  return {
    user: {
      id,
      domainId,
      name: row.name,
      kind,
      status,
      ...deriveNames(row),
      phoneNumber: row.phoneNumber,
      pictureUrl: row.pictureUrl,
      language: row.language,
      email: row.email ?? null,
      claimedEmail: row.claimedEmail ?? null,
      description: row.description ?? null,
      metadata: row.metadata,
      publicMetadata: row.publicMetadata,
      externalId: row.externalId,
      defaultProjectId: null,
      developer: row.developer ?? false,
      options: {},
      extra: {},
      invitedUntil: invited ? invitedUntil({ now, ports }) : null,
      createdAt,
      updatedAt: now,
    } satisfies Record<Exclude<keyof NewUser, NotInFiles>, unknown>,
    password:
      hash === undefined ? undefined : { userId: id, hash, createdAt: now, expiresAt, selfService: false },
    lastActiveAt: counted ? now : undefined,
  }
}
