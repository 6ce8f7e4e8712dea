import type { Applying } from '../operation.ts'
import { passwordExpiry } from '../users/password-rules.ts'
import { namesOfNew } from '../users/person-names.ts'
import { checkStep } from '../users/status-steps.ts'
import type { UpdateUser } from '../users/update-user.ts'
import type { User } from '../users/user.ts'
import { checkKind } from '../users/user-kinds.ts'
import type { NewRow } from './import-store.ts'
import type { RowUser } from './read-row.ts'

const sameJson = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Whether the user is already what the row says. Nobody can tell that of a password. */
export const isAsTold = (user: User, told: RowUser): boolean => {
  const { passwordHash, metadata, claimedEmail, createdAt: _fixed, ...plain } = told
  if (passwordHash !== undefined) return false
  if (typeof claimedEmail === 'string' && claimedEmail !== user.claimedEmail) return false
  if (metadata !== undefined && !sameJson(metadata, user.metadata)) return false
  return Object.entries(plain).every(
    ([key, value]) => value === undefined || value === user[key as keyof User],
  )
}

/** What a row changes of a user. An address that a row does not claim keeps the claim it had, if it is the same. */
export const changeOf = (id: string, told: RowUser): UpdateUser => {
  const { passwordHash: _hash, createdAt: _fixed, claimedEmail, metadata, ...rest } = told
  return { id, ...rest, replaceMetadata: metadata, claimEmail: typeof claimedEmail === 'string' }
}

/** Refuses what `createUser` would refuse of a user as it is given. */
export const newRowOf = (
  told: RowUser & { readonly name: string },
  domainId: string,
  { ports, now, may }: Pick<Applying, 'ports' | 'now' | 'may'>,
): NewRow => {
  const { kind = 'human', status = 'active', createdAt = now, passwordHash: hash } = told
  checkStep('none', status, 'creation')
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
      defaultProjectId: null,
      developer: told.developer ?? false,
      options: {},
      extra: {},
      createdAt,
      updatedAt: now,
    },
    password:
      hash === undefined ? undefined : { userId: id, hash, createdAt: now, expiresAt, selfService: false },
    lastActiveAt: counted ? now : undefined,
  }
}
