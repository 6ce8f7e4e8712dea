import type { User } from '../../directory/users/user.ts'
import { type Import, newRowError, type RowError } from './import.ts'
import { isToInvite, isUnchanged } from './import-diff.ts'
import type { ReadRow, RowUser } from './read-row.ts'

type RowWithUser = { readonly row: number; readonly user: RowUser }

/** The changes for consecutive rows. */
export type Plan = {
  readonly creates: readonly (RowWithUser & { readonly name: string })[]
  readonly updates: readonly (RowWithUser & { readonly before: User })[]
  readonly unchanged: number
  readonly errors: readonly RowError[]
  /** Number of rows covered; the following rows are planned after these changes are written. */
  readonly taken: number
}

/** Existing users of the domain that rows may refer to, by name and by claimed email. */
export type Known = {
  readonly byName: ReadonlyMap<string, User>
  readonly byEmail: ReadonlyMap<string, User>
}

export const knownUsers = (users: readonly User[]): Known => ({
  byName: new Map(users.map((user) => [user.name, user])),
  byEmail: new Map(users.flatMap((user) => (user.claimedEmail === null ? [] : [[user.claimedEmail, user]]))),
})

const keysOf = ({ name, claimedEmail }: RowUser): readonly string[] => [
  ...(name === undefined ? [] : [`name ${name}`]),
  ...(typeof claimedEmail === 'string' ? [`email ${claimedEmail}`] : []),
]

/** The rows before the first one that refers to the user of an earlier row. */
export const upToRepeat = (rows: readonly ReadRow[]): readonly ReadRow[] => {
  const seen = new Set<string>()
  const end = rows.findIndex(({ user }) => {
    if (!user) return false
    const keys = keysOf(user)
    if (keys.some((key) => seen.has(key))) return true
    for (const key of keys) seen.add(key)
    return false
  })
  return end < 0 ? rows : rows.slice(0, end)
}

const conflict = ({ row, user }: RowWithUser, { byName, byEmail }: Known): RowError | undefined => {
  if (user.name !== undefined && byName.has(user.name))
    return newRowError(
      row,
      'username',
      'user_name_taken',
      'Another user of the domain signs in with this name.',
    )
  if (typeof user.claimedEmail === 'string' && byEmail.has(user.claimedEmail))
    return newRowError(
      row,
      'email',
      'email_taken',
      'Another user of the domain signs in with this email address.',
    )
  return undefined
}

/**
 * Compares rows, no two of which refer to the same user, with the existing users. This check gives precise errors; the
 * constraints of the store are authoritative.
 */
export const planRows = (
  rows: readonly ReadRow[],
  { mode, key, invite }: Pick<Import, 'mode' | 'key' | 'invite'>,
  known: Known,
  now: number,
): Plan => {
  const creates: (RowWithUser & { name: string })[] = []
  const updates: (RowWithUser & { before: User })[] = []
  const errors: RowError[] = []
  let unchanged = 0
  let taken = 0
  const target = ({ name, claimedEmail }: RowUser) =>
    key === 'username' ? known.byName.get(name ?? '') : known.byEmail.get(claimedEmail ?? '')
  for (const { row, user, error } of rows) {
    const entry = { row, user: user as RowUser }
    const before = user && mode === 'create_or_update' ? target(user) : undefined
    const conflicting = user && !before ? conflict(entry, known) : undefined
    // An earlier change in this plan may release the name or address.
    if (conflicting && updates.length > 0) break
    taken++
    if (error) errors.push(error)
    else if (before && isUnchanged(before, user) && !(invite && isToInvite(before, user, now))) unchanged++
    else if (before) updates.push({ ...entry, before })
    else if (conflicting) errors.push(conflicting)
    else if (user.name === undefined)
      errors.push(newRowError(row, 'username', 'username_missing', 'username is required for a new user.'))
    else if (mode === 'create_or_update' && key === 'email' && typeof user.claimedEmail !== 'string')
      errors.push(
        newRowError(
          row,
          'email',
          'email_missing',
          'A claimed email is required: this import identifies users by email.',
        ),
      )
    else creates.push({ ...entry, name: user.name })
  }
  return { creates, updates, unchanged, errors, taken }
}
