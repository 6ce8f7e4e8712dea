import { type Selectable, sql } from 'kysely'
import type {
  Import,
  ImportFormat,
  ImportKey,
  ImportMode,
  ImportState,
  RowError,
} from '../../core/accounts/imports/import.ts'
import type { ImportStore, NewRow } from '../../core/accounts/imports/import-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { slice } from '../engine/column-filters.ts'
import { flag } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { insertMany } from '../engine/insert-many.ts'
import { keyset } from '../engine/keyset.ts'
import { readUser } from './user-rows.ts'
import { insertedRow } from './users.ts'

export type ImportsTable = {
  id: string
  domain_id: string
  format: ImportFormat
  mode: ImportMode
  told_by: ImportKey
  dry_run: number
  /** Null in rows of older nodes: false. */
  invite: number | null
  state: ImportState
  stopped_by: string | null
  /** The lease of the current sender. */
  runner: string | null
  rows_done: number
  created: number
  updated: number
  unchanged: number
  failed: number
  created_by: string | null
  created_at: number
  updated_at: number
}

export type ImportErrorsTable = {
  import_id: string
  row: number
  field: string | null
  code: string
  message: string
}

const readImport = (row: Selectable<ImportsTable>): Import => ({
  id: row.id,
  domainId: row.domain_id,
  format: row.format,
  mode: row.mode,
  key: row.told_by,
  dryRun: row.dry_run === 1,
  invite: row.invite === 1,
  state: row.state,
  stoppedBy: row.stopped_by,
  rowsDone: row.rows_done,
  created: row.created,
  updated: row.updated,
  unchanged: row.unchanged,
  failed: row.failed,
  createdBy: row.created_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const readError = ({ row, field, code, message }: Selectable<ImportErrorsTable>): RowError => ({
  row,
  field,
  code,
  message,
})

const userRow = ({ user, password, lastActiveAt }: NewRow) => ({
  ...insertedRow(user),
  password_expires_at: password?.expiresAt ?? null,
  last_active_at: lastActiveAt ?? null,
})

const passwordRows = ({ password }: NewRow) =>
  password === undefined
    ? []
    : [
        {
          user_id: password.userId,
          hash: password.hash,
          created_at: password.createdAt,
          expires_at: password.expiresAt,
          self_service: flag(password.selfService),
        },
      ]

export const importStore = (db: Db): ImportStore => {
  const { name: dialect, q } = db
  const active = (domainId: string) =>
    q.selectFrom('users').selectAll().where('domain_id', '=', domainId).where('deleted_at', 'is', null)
  return {
    insert: (made) =>
      mapConstraintErrors(
        async () => {
          await q
            .insertInto('imports')
            .values({
              id: made.id,
              domain_id: made.domainId,
              format: made.format,
              mode: made.mode,
              told_by: made.key,
              dry_run: flag(made.dryRun),
              invite: flag(made.invite),
              state: made.state,
              stopped_by: made.stoppedBy,
              runner: null,
              rows_done: made.rowsDone,
              created: made.created,
              updated: made.updated,
              unchanged: made.unchanged,
              failed: made.failed,
              created_by: made.createdBy,
              created_at: made.createdAt,
              updated_at: made.updatedAt,
            })
            .execute()
        },
        () => notFound('domain', made.domainId),
      ),
    async get(id) {
      const row = await q.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
      return row && readImport(row)
    },
    async list({ domainId, limit, from }) {
      const all = q.selectFrom('imports').selectAll()
      const found = domainId === undefined ? all : all.where('domain_id', '=', domainId)
      const rows = await keyset(found, { column: 'created_at', descending: true }, from)
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, readImport)
    },
    async delete(id) {
      const { numDeletedRows } = await q.deleteFrom('imports').where('id', '=', id).executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async take(id, runner, at) {
      const { numUpdatedRows } = await q
        .updateTable('imports')
        .set({ state: 'running', stopped_by: null, runner, updated_at: at })
        .where('id', '=', id)
        .where('state', '<>', 'done')
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async move({ id, runner, rowsDone }, counts, at) {
      const { numUpdatedRows } = await q
        .updateTable('imports')
        .set({
          rows_done: counts.rowsDone,
          created: counts.created,
          updated: counts.updated,
          unchanged: counts.unchanged,
          failed: counts.failed,
          updated_at: at,
        })
        .where('id', '=', id)
        .where('runner', '=', runner)
        .where('rows_done', '=', rowsDone)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async leave({ id, runner }, { state, stoppedBy, at }) {
      const { numUpdatedRows } = await q
        .updateTable('imports')
        .set({ state, stopped_by: stoppedBy, runner: null, updated_at: at })
        .where('id', '=', id)
        .where('runner', '=', runner)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async addErrors(id, errors) {
      await insertMany(
        db,
        'import_errors',
        errors.map((error) => ({ import_id: id, ...error })),
      )
    },
    async errors(id, after, limit) {
      const rows = await q
        .selectFrom('import_errors')
        .selectAll()
        .where('import_id', '=', id)
        .where('row', '>', after)
        .orderBy('row')
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, readError)
    },
    async named(domainId, names, emails) {
      const byName =
        names.length === 0
          ? []
          : await active(domainId)
              .where(among(dialect, sql.ref('name'), names))
              .execute()
      const byEmail =
        emails.length === 0
          ? []
          : await active(domainId)
              .where(among(dialect, sql.ref('claimed_email'), emails))
              .execute()
      return [...byName, ...byEmail].map(readUser)
    },
    insertUsers: (rows) =>
      mapConstraintErrors(
        async () => {
          await insertMany(db, 'users', rows.map(userRow))
          await insertMany(db, 'passwords', rows.flatMap(passwordRows))
        },
        () => notFound('domain', rows[0]?.user.domainId ?? ''),
      ),
    async attempt(work) {
      await sql`savepoint attempt`.execute(q)
      try {
        const done = await work()
        await sql`release savepoint attempt`.execute(q)
        return done
      } catch (thrown) {
        await sql`rollback to savepoint attempt`.execute(q)
        await sql`release savepoint attempt`.execute(q)
        throw thrown
      }
    },
    async passwordHashes(userIds) {
      const rows = await q
        .selectFrom('passwords')
        .select(['user_id', 'hash'])
        .where(among(dialect, sql.ref('user_id'), userIds))
        .orderBy('sequence')
        .execute()
      return new Map(rows.map(({ user_id, hash }) => [user_id, hash]))
    },
  }
}
