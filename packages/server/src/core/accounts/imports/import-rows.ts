import { schemesTouch } from '../../access/authentication/learn-schemes.ts'
import { assertUserWithin } from '../../access/authority/protected-targets.ts'
import { invitationPrefix } from '../../access/invitations/invitation.ts'
import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { updateUser } from '../../directory/users/update-user.ts'
import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { inviteExisting } from '../invitations/invite-existing.ts'
import { type NewLink, sendInvitation } from '../invitations/send-invitation.ts'
import { importTarget, requireImport } from './get-import.ts'
import { errorsKept, type Import, type ImportCounts, type RowError, refusedRow } from './import.ts'
import { changeOf, isToInvite, toInvite, toNewUser } from './import-diff.ts'
import type { NewRow } from './import-store.ts'
import { knownUsers, type Plan, planRows, upToRepeat } from './plan-rows.ts'
import type { RawRow } from './raw-row.ts'
import { type ReadRow, readRow, rowError } from './read-row.ts'

export type ImportRows = {
  readonly id: string
  readonly runner: string
  /** Those that follow what is done, in the order of the file. */
  readonly rows: readonly RawRow[]
}

export type ImportedRows = { readonly counts: ImportCounts; readonly wrong: readonly RowError[] }

const createRule = 'identity:create_user'
const updateRule = 'identity:update_user'
const inviteRule = 'muster:invite_user'

const forbidden = (row: number, rule: string): RowError =>
  refusedRow(
    row,
    null,
    'forbidden_by_rule',
    `You are not authorized to perform the requested action: ${rule}.`,
  )

type Writing = CommandContext & { readonly into: Import }

/** Runs `work` so that what it writes and records counts only when it succeeds; answers why it did not. */
const tried = async (row: number, at: Writing, work: (at: Writing) => Promise<unknown>) => {
  const events: Parameters<CommandContext['record']>[0][] = []
  try {
    await at.stores.imports.attempt(() => work({ ...at, record: (event) => void events.push(event) }))
  } catch (thrown) {
    return rowError(row, thrown)
  }
  for (const event of events) at.record(event)
  return undefined
}

const linkOf = ({ ports }: Writing): NewLink => ({
  id: ports.newId(),
  way: { mode: 'email_link', secret: ports.secrets.make(invitationPrefix) },
})

const insertAll = async (rows: readonly NewRow[], at: Writing): Promise<void> => {
  const { stores, record } = at
  await stores.imports.insertUsers(rows)
  for (const { user } of rows)
    record({ kind: 'user.created', subject: { type: 'user', id: user.id }, domainId: user.domainId })
  for (const { user } of rows) {
    if (user.status !== 'invited') continue
    const { invitedUntil = null } = user
    const invitation = await sendInvitation({ ...user, invitedUntil }, linkOf(at), at)
    record({
      kind: 'user.invited',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      detail: { mode: invitation.mode, invitation_id: invitation.id, again: false },
    })
  }
}

/** All in one statement; where that breaks a constraint, each by itself, so that one row fails alone. */
const create = async (creates: Plan['creates'], at: Writing): Promise<readonly RowError[]> => {
  const { domainId, invite } = at.into
  const may = at.may(createRule, importTarget({ domainId }))
  const mayInvite = at.may(inviteRule, importTarget({ domainId }))
  const wrong: RowError[] = []
  const made: { readonly row: number; readonly given: NewRow }[] = []
  for (const { row, user, name } of creates)
    try {
      if (!may) wrong.push(forbidden(row, createRule))
      else {
        const given = toNewUser({ ...user, name }, domainId, invite, at)
        if (given.user.status === 'invited' && !mayInvite) wrong.push(forbidden(row, inviteRule))
        else made.push({ row, given })
      }
    } catch (thrown) {
      wrong.push(rowError(row, thrown))
    }
  if (made.length === 0) return wrong
  const all = made.map(({ given }) => given)
  if ((await tried(0, at, (inside) => insertAll(all, inside))) === undefined) return wrong
  for (const { row, given } of made) {
    const why = await tried(row, at, (inside) => insertAll([given], inside))
    if (why) wrong.push(why)
  }
  return wrong
}

/** One after another, each as `updateUser` would do it. */
const update = async (updates: Plan['updates'], at: Writing): Promise<readonly RowError[]> => {
  const wrong: RowError[] = []
  for (const { row, user, before } of updates) {
    if (!at.may(updateRule, userTarget(before))) {
      wrong.push(forbidden(row, updateRule))
      continue
    }
    const why = await tried(row, at, async (inside) => {
      // That a password changes is all that `apply` looks for there; what it keeps was prepared.
      await assertUserWithin(before.id, inside)
      const change = { ...changeOf(before.id, user), ...(user.passwordHash ? { password: '' } : {}) }
      const answer = await updateUser.apply(change, { ...inside, found: before, prepared: user.passwordHash })
      if (isDomainError(answer)) throw answer
      if (!at.into.invite || !isToInvite(before, user, at.now)) return
      if (!at.may(inviteRule, userTarget(before)))
        throw domainError('forbidden', 'forbidden_by_rule', forbidden(row, inviteRule).message)
      await inviteExisting(await requireUser(before.id, inside), linkOf(inside), inside)
    })
    if (why) wrong.push(why)
  }
  return wrong
}

const add = (before: Import, plan: Plan, wrong: readonly RowError[], createsFailed: number): Import => ({
  ...before,
  rowsDone: before.rowsDone + plan.taken,
  created: before.created + plan.creates.length - createsFailed,
  updated: before.updated + plan.updates.length - (wrong.length - plan.wrong.length - createsFailed),
  unchanged: before.unchanged + plan.unchanged,
  failed: before.failed + wrong.length,
})

const asInvited = (read: ReadRow, invite: boolean): ReadRow =>
  invite && read.user ? { ...read, user: toInvite(read.user) } : read

/** Rows that name the same user see one another: what repeats a name waits for what came before. */
const written = async (given: readonly ReadRow[], at: Writing): Promise<ImportedRows> => {
  const wrong: RowError[] = []
  let counts = at.into
  for (let left = given; left.length > 0; ) {
    const rows = upToRepeat(left)
    const users = rows.flatMap(({ user }) => user ?? [])
    const known = await at.stores.imports.named(
      at.into.domainId,
      users.flatMap(({ name }) => name ?? []),
      users.flatMap(({ claimedEmail }) => claimedEmail ?? []),
    )
    const plan = planRows(rows, at.into, knownUsers(known), at.now)
    const notCreated = await create(plan.creates, at)
    const notUpdated = await update(plan.updates, at)
    const all = [...plan.wrong, ...notCreated, ...notUpdated]
    counts = add(counts, plan, all, notCreated.length)
    wrong.push(...all)
    left = left.slice(plan.taken)
  }
  return { counts, wrong: wrong.toSorted((a, b) => a.row - b.row) }
}

/** Thrown to take back what was written to see whether it could be. */
class Rehearsed extends Error {
  readonly outcome: ImportedRows
  constructor(outcome: ImportedRows) {
    super()
    this.outcome = outcome
  }
}

const rehearsed = async (given: readonly ReadRow[], at: Writing): Promise<ImportedRows> => {
  try {
    return await at.stores.imports.attempt(async (): Promise<never> => {
      throw new Rehearsed(await written(given, { ...at, record: () => {} }))
    })
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return thrown.outcome
    throw thrown
  }
}

/**
 * One transaction: makes and changes the users of a batch, keeps what is wrong with the others, and moves the import
 * behind it. A row that is wrong changes nothing and stops nothing. Rejects with `conflict` (`import_taken_over`) when
 * somebody else sends rows meanwhile.
 */
export const importRows = command({
  rule: 'muster:import_users',
  load: ({ id }: ImportRows, at) => requireImport(id, at),
  target: (_input, found) => importTarget(found),
  prepare: async ({ rows }, { format, invite }, { now, ports }): Promise<readonly ReadRow[]> => {
    const reading = { format, now, canVerify: ports.passwords.canVerify }
    const read = rows.map((row) => readRow(row, reading)).map((row) => asInvited(row, invite))
    const hashes = read.flatMap(({ user }) => user?.passwordHash ?? [])
    // Before the first of them can be guessed at, failures take as long as they do.
    if (hashes.length > 0) await ports.passwords.expect(hashes, false)
    return read
  },
  apply: async ({ id, runner }, { prepared, found: _found, ...at }): Promise<ImportedRows> => {
    const { stores, now, record } = at
    const before = await requireImport(id, at)
    const { counts, wrong } = await (before.dryRun ? rehearsed : written)(prepared, { ...at, into: before })
    const room = Math.max(0, errorsKept - before.failed)
    await stores.imports.addErrors(id, wrong.slice(0, room))
    if (!(await stores.imports.move({ id, runner, rowsDone: before.rowsDone }, counts, now)))
      throw domainError('conflict', 'import_taken_over', 'Somebody else sends rows for this import now.')
    const { created, updated } = counts
    if (!before.dryRun && created + updated > before.created + before.updated)
      record({
        kind: 'users.imported',
        subject: { type: 'import', id },
        domainId: before.domainId,
        invalidates: prepared.some(({ user }) => user?.passwordHash !== undefined) ? [schemesTouch] : [],
        detail: { created: created - before.created, updated: updated - before.updated },
      })
    return { counts, wrong }
  },
})
