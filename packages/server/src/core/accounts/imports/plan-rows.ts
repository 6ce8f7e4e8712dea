import type { User } from '../../directory/users/user.ts'
import { type Import, type RowError, refusedRow } from './import.ts'
import { isToInvite, isUnchanged } from './import-diff.ts'
import type { ReadRow, RowUser } from './read-row.ts'

type RowWithUser = { readonly row: number; readonly user: RowUser }

/** What is to become of rows that follow each other. */
export type Plan = {
  readonly creates: readonly (RowWithUser & { readonly name: string })[]
  readonly updates: readonly (RowWithUser & { readonly before: User })[]
  readonly unchanged: number
  readonly wrong: readonly RowError[]
  /** How many rows it covers: the rest has to see first what these change. */
  readonly taken: number
}

/** Users of the domain that rows may be about, by name and by claimed email. */
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

/** The rows up to the first that names somebody whom an earlier one named. */
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
    return refusedRow(
      row,
      'username',
      'user_name_taken',
      'Another user of the domain signs in with this name.',
    )
  if (typeof user.claimedEmail === 'string' && byEmail.has(user.claimedEmail))
    return refusedRow(
      row,
      'email',
      'email_taken',
      'Another user of the domain signs in with this email address.',
    )
  return undefined
}

/**
 * Rows of which no two name the same user, against the users there are. It looks first so that a row hears what is
 * wrong with it; the constraints of the store decide.
 */
export const planRows = (
  rows: readonly ReadRow[],
  { mode, key, invite }: Pick<Import, 'mode' | 'key' | 'invite'>,
  known: Known,
  now: number,
): Plan => {
  const creates: (RowWithUser & { name: string })[] = []
  const updates: (RowWithUser & { before: User })[] = []
  const wrong: RowError[] = []
  let unchanged = 0
  let taken = 0
  const target = ({ name, claimedEmail }: RowUser) =>
    key === 'username' ? known.byName.get(name ?? '') : known.byEmail.get(claimedEmail ?? '')
  for (const { row, user, wrong: unread } of rows) {
    const told = { row, user: user as RowUser }
    const before = user && mode === 'create_or_update' ? target(user) : undefined
    const taking = user && !before ? conflict(told, known) : undefined
    // A change before it may have freed what it asks for.
    if (taking && updates.length > 0) break
    taken++
    if (unread) wrong.push(unread)
    else if (before && isUnchanged(before, user) && !(invite && isToInvite(before, user, now))) unchanged++
    else if (before) updates.push({ ...told, before })
    else if (taking) wrong.push(taking)
    else if (user.name === undefined)
      wrong.push(refusedRow(row, 'username', 'username_missing', 'A new user needs a username.'))
    else if (mode === 'create_or_update' && key === 'email' && typeof user.claimedEmail !== 'string')
      wrong.push(
        refusedRow(row, 'email', 'email_missing', 'Users are told apart by their claimed email here.'),
      )
    else creates.push({ ...told, name: user.name })
  }
  return { creates, updates, unchanged, wrong, taken }
}
