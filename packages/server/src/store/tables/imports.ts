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
import { slice } from '../engine/column-filters.ts'
import { flag } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertMany, insertRow } from '../engine/insert-rows.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { findRow, hasDeleted, hasUpdated } from '../engine/results.ts'
import { userFromRow } from './user-rows.ts'
import { userToRow } from './users.ts'

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

const fromRow = (row: Selectable<ImportsTable>): Import => ({
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

const errorFromRow = ({ row, field, code, message }: Selectable<ImportErrorsTable>): RowError => ({
  row,
  field,
  code,
  message,
})

const newUserToRow = ({ user, password, lastActiveAt }: NewRow) => ({
  ...userToRow(user),
  password_expires_at: password?.expiresAt ?? null,
  last_active_at: lastActiveAt ?? null,
})

const passwordToRows = ({ password }: NewRow) =>
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

const toRow = (job: Import): ImportsTable => ({
  id: job.id,
  domain_id: job.domainId,
  format: job.format,
  mode: job.mode,
  told_by: job.key,
  dry_run: flag(job.dryRun),
  invite: flag(job.invite),
  state: job.state,
  stopped_by: job.stoppedBy,
  runner: null,
  rows_done: job.rowsDone,
  created: job.created,
  updated: job.updated,
  unchanged: job.unchanged,
  failed: job.failed,
  created_by: job.createdBy,
  created_at: job.createdAt,
  updated_at: job.updatedAt,
})

export const importStore = (db: Db): ImportStore => {
  const { name: dialect, q } = db
  const active = (domainId: string) =>
    q.selectFrom('users').selectAll().where('domain_id', '=', domainId).where('deleted_at', 'is', null)
  return {
    insert: (job) => insertRow(db, 'imports', toRow(job), () => notFound('domain', job.domainId)),
    get: (id) => findRow(q.selectFrom('imports').selectAll().where('id', '=', id), fromRow),
    async list({ domainId, limit, from }) {
      const all = q.selectFrom('imports').selectAll()
      const found = domainId === undefined ? all : all.where('domain_id', '=', domainId)
      return readPage(found, { limit, from, sort: newestFirst }, fromRow)
    },
    delete: (id) => hasDeleted(q.deleteFrom('imports').where('id', '=', id)),
    acquireLease: (id, leaseId, at) =>
      hasUpdated(
        q
          .updateTable('imports')
          .set({ state: 'running', stopped_by: null, runner: leaseId, updated_at: at })
          .where('id', '=', id)
          .where('state', '<>', 'done'),
      ),
    recordBatch: ({ id, leaseId, rowsDone }, counts, at) =>
      hasUpdated(
        q
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
          .where('runner', '=', leaseId)
          .where('rows_done', '=', rowsDone),
      ),
    releaseLease: ({ id, leaseId }, { state, stoppedBy, at }) =>
      hasUpdated(
        q
          .updateTable('imports')
          .set({ state, stopped_by: stoppedBy, runner: null, updated_at: at })
          .where('id', '=', id)
          .where('runner', '=', leaseId),
      ),
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
      return slice(rows, limit, errorFromRow)
    },
    async findByNameOrEmail(domainId, names, emails) {
      const byName =
        names.length === 0
          ? []
          : await active(domainId)
              .where(inList(dialect, sql.ref('name'), names))
              .execute()
      const byEmail =
        emails.length === 0
          ? []
          : await active(domainId)
              .where(inList(dialect, sql.ref('claimed_email'), emails))
              .execute()
      return [...byName, ...byEmail].map(userFromRow)
    },
    insertUsers: (rows) =>
      mapConstraintErrors(
        async () => {
          await insertMany(db, 'users', rows.map(newUserToRow))
          await insertMany(db, 'passwords', rows.flatMap(passwordToRows))
        },
        () => notFound('domain', rows[0]?.user.domainId ?? ''),
      ),
    async inSavepoint(work) {
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
        .where(inList(dialect, sql.ref('user_id'), userIds))
        .orderBy('sequence')
        .execute()
      return new Map(rows.map(({ user_id, hash }) => [user_id, hash]))
    },
  }
}
