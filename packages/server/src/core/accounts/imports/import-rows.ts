import { passwordSchemesChanged } from '../../access/authentication/learn-schemes.ts'
import { assertUserWithin } from '../../access/authority/protected-targets.ts'
import { invitationPrefix } from '../../access/invitations/invitation.ts'
import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { updateUser } from '../../directory/users/update-user.ts'
import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { inviteExisting } from '../invitations/invite-existing.ts'
import { type NewLink, sendInvitation } from '../invitations/send-invitation.ts'
import { errorsKept, type Import, type ImportCounts, newRowError, type RowError } from './import.ts'
import { changeOf, isToInvite, toInvite, toNewUser } from './import-diff.ts'
import type { NewRow } from './import-store.ts'
import { importTarget, requireImport } from './imports.ts'
import { knownUsers, type Plan, planRows, upToRepeat } from './plan-rows.ts'
import type { RawRow } from './raw-row.ts'
import { type ReadRow, readRow, rowError } from './read-row.ts'

export type ImportRows = {
  readonly id: string
  readonly leaseId: string
  /** The rows after those already imported, in file order. */
  readonly rows: readonly RawRow[]
}

export type ImportedRows = { readonly counts: ImportCounts; readonly errors: readonly RowError[] }

const createRule = 'identity:create_user'
const updateRule = 'identity:update_user'
const inviteRule = 'muster:invite_user'

const forbidden = (row: number, rule: string): RowError =>
  newRowError(
    row,
    null,
    'forbidden_by_rule',
    `You are not authorized to perform the requested action: ${rule}.`,
  )

type Writing = CommandContext & { readonly into: Import }

/** Runs `work` in a savepoint and keeps its writes and events only on success. Returns the error of the row otherwise. */
const attemptRow = async (row: number, at: Writing, work: (at: Writing) => Promise<unknown>) => {
  const events: Parameters<CommandContext['record']>[0][] = []
  try {
    await at.stores.imports.inSavepoint(() => work({ ...at, record: (event) => void events.push(event) }))
  } catch (thrown) {
    return rowError(row, thrown)
  }
  for (const event of events) at.record(event)
  return undefined
}

const linkOf = ({ ports }: Writing): NewLink => ({
  id: ports.newId(),
  credential: { mode: 'email_link', secret: ports.secrets.make(invitationPrefix) },
})

const insertAll = async (rows: readonly NewRow[], at: Writing): Promise<void> => {
  const { stores, record } = at
  await stores.imports.insertUsers(rows)
  for (const { user } of rows)
    record({ kind: 'user.created', subject: { type: 'user', id: user.id }, domainId: user.domainId })
  for (const { user } of rows) {
    if (user.status !== 'invited') continue
    const { language = null, invitedUntil = null } = user
    const invitation = await sendInvitation({ ...user, language, invitedUntil }, linkOf(at), at)
    record({
      kind: 'user.invited',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      detail: { mode: invitation.mode, invitation_id: invitation.id, again: false },
    })
  }
}

/** Inserts all rows in one statement; after a constraint violation row by row, to skip only the failing rows. */
const create = async (creates: Plan['creates'], at: Writing): Promise<readonly RowError[]> => {
  const { domainId, invite } = at.into
  const may = at.may(createRule, importTarget({ domainId }))
  const mayInvite = at.may(inviteRule, importTarget({ domainId }))
  const errors: RowError[] = []
  const made: { readonly row: number; readonly newRow: NewRow }[] = []
  for (const { row, user, name } of creates)
    try {
      if (!may) errors.push(forbidden(row, createRule))
      else {
        const newRow = toNewUser({ ...user, name }, domainId, invite, at)
        if (newRow.user.status === 'invited' && !mayInvite) errors.push(forbidden(row, inviteRule))
        else made.push({ row, newRow })
      }
    } catch (thrown) {
      errors.push(rowError(row, thrown))
    }
  if (made.length === 0) return errors
  const all = made.map(({ newRow }) => newRow)
  if ((await attemptRow(0, at, (inside) => insertAll(all, inside))) === undefined) return errors
  for (const { row, newRow } of made) {
    const error = await attemptRow(row, at, (inside) => insertAll([newRow], inside))
    if (error) errors.push(error)
  }
  return errors
}

/** Updates users one after another, each as `updateUser` does. */
const update = async (updates: Plan['updates'], at: Writing): Promise<readonly RowError[]> => {
  const errors: RowError[] = []
  for (const { row, user, before } of updates) {
    if (!at.may(updateRule, userTarget(before))) {
      errors.push(forbidden(row, updateRule))
      continue
    }
    const error = await attemptRow(row, at, async (inside) => {
      // `apply` only checks that a password is present; the stored hash is the prepared one.
      await assertUserWithin(before.id, inside)
      const change = { ...changeOf(before.id, user), ...(user.passwordHash ? { password: '' } : {}) }
      const answer = await updateUser.apply(change, { ...inside, found: before, prepared: user.passwordHash })
      if (isDomainError(answer)) throw answer
      if (!at.into.invite || !isToInvite(before, user, at.now)) return
      if (!at.may(inviteRule, userTarget(before)))
        throw domainError('forbidden', 'forbidden_by_rule', forbidden(row, inviteRule).message)
      await inviteExisting(await requireUser(before.id, inside), linkOf(inside), inside)
    })
    if (error) errors.push(error)
  }
  return errors
}

const addCounts = (
  before: Import,
  plan: Plan,
  errors: readonly RowError[],
  createsFailed: number,
): Import => ({
  ...before,
  rowsDone: before.rowsDone + plan.taken,
  created: before.created + plan.creates.length - createsFailed,
  updated: before.updated + plan.updates.length - (errors.length - plan.errors.length - createsFailed),
  unchanged: before.unchanged + plan.unchanged,
  failed: before.failed + errors.length,
})

const applyInvitations = (read: ReadRow, invite: boolean): ReadRow =>
  invite && read.user ? { ...read, user: toInvite(read.user) } : read

/** Writes rows in groups without repeated users, so that a later row for the same user sees the earlier change. */
const writeRows = async (input: readonly ReadRow[], at: Writing): Promise<ImportedRows> => {
  const errors: RowError[] = []
  let counts = at.into
  for (let left = input; left.length > 0; ) {
    const rows = upToRepeat(left)
    const users = rows.flatMap(({ user }) => user ?? [])
    const known = await at.stores.imports.findByNameOrEmail(
      at.into.domainId,
      users.flatMap(({ name }) => name ?? []),
      users.flatMap(({ claimedEmail }) => claimedEmail ?? []),
    )
    const plan = planRows(rows, at.into, knownUsers(known), at.now)
    const notCreated = await create(plan.creates, at)
    const notUpdated = await update(plan.updates, at)
    const all = [...plan.errors, ...notCreated, ...notUpdated]
    counts = addCounts(counts, plan, all, notCreated.length)
    errors.push(...all)
    left = left.slice(plan.taken)
  }
  return { counts, errors: errors.toSorted((a, b) => a.row - b.row) }
}

/** Thrown to roll back the writes of a dry run. */
class DryRunRollback extends Error {
  readonly outcome: ImportedRows
  constructor(outcome: ImportedRows) {
    super()
    this.outcome = outcome
  }
}

const writeAndRollBack = async (input: readonly ReadRow[], at: Writing): Promise<ImportedRows> => {
  try {
    return await at.stores.imports.inSavepoint(async (): Promise<never> => {
      throw new DryRunRollback(await writeRows(input, { ...at, record: () => {} }))
    })
  } catch (thrown) {
    if (thrown instanceof DryRunRollback) return thrown.outcome
    throw thrown
  }
}

/**
 * Imports a batch in one transaction: creates and updates users, stores the errors of failed rows and advances the
 * import. A failed row changes nothing and does not stop the batch. Rejects with `conflict` (`import_taken_over`) when
 * another sender has acquired the lease.
 */
export const importRows = command({
  rule: 'muster:import_users',
  load: ({ id }: ImportRows, at) => requireImport(id, at),
  target: (_input, found) => importTarget(found),
  prepare: async ({ rows }, { format, invite }, { now, ports }): Promise<readonly ReadRow[]> => {
    const reading = { format, now, canVerify: ports.passwords.canVerify }
    const read = rows.map((row) => readRow(row, reading)).map((row) => applyInvitations(row, invite))
    const hashes = read.flatMap(({ user }) => user?.passwordHash ?? [])
    // Before these users can sign in, so that failed sign-ins take as long as checking these hashes.
    if (hashes.length > 0) await ports.passwords.expect(hashes, false)
    return read
  },
  apply: async ({ id, leaseId }, { prepared, found: _found, ...at }): Promise<ImportedRows> => {
    const { stores, now, record } = at
    const before = await requireImport(id, at)
    const { counts, errors } = await (before.dryRun ? writeAndRollBack : writeRows)(prepared, {
      ...at,
      into: before,
    })
    const capacity = Math.max(0, errorsKept - before.failed)
    await stores.imports.addErrors(id, errors.slice(0, capacity))
    if (!(await stores.imports.recordBatch({ id, leaseId, rowsDone: before.rowsDone }, counts, now)))
      throw domainError(
        'conflict',
        'import_taken_over',
        'Another request is now sending rows for this import.',
      )
    const { created, updated } = counts
    if (!before.dryRun && created + updated > before.created + before.updated)
      record({
        kind: 'users.imported',
        subject: { type: 'import', id },
        domainId: before.domainId,
        invalidates: prepared.some(({ user }) => user?.passwordHash !== undefined)
          ? [passwordSchemesChanged]
          : [],
        detail: { created: created - before.created, updated: updated - before.updated },
      })
    return { counts, errors }
  },
})
