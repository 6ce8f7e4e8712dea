import { type Selectable, sql } from 'kysely'
import type { DeletedUser, DeletedUserStore } from '../../core/directory/users/deleted-user.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { expressionSql } from '../engine/filter-sql.ts'
import { inList } from '../engine/in-list.ts'
import { readPage } from '../engine/keyset.ts'
import { findIds, findRow, findRows, hasUpdated } from '../engine/results.ts'
import { deletedUserColumns } from '../user-search/user-columns.ts'
import { type UsersTable, userFromRow, verifiedAt } from './user-rows.ts'

const fromRow = (row: Selectable<UsersTable>): DeletedUser => ({
  ...userFromRow(row),
  status: row.former_status ?? row.status,
  claimedEmail: row.former_claimed_email,
  emailVerifiedAt: verifiedAt(row, row.former_claimed_email),
  deletedAt: row.deleted_at ?? 0,
})

export const deletedUserStore = ({ name: dialect, q }: Db): DeletedUserStore => {
  const deleted = () => q.selectFrom('users').selectAll().where('deleted_at', 'is not', null)
  return {
    async softDelete(id, at) {
      const deletion = q
        .updateTable('users')
        .set({
          deleted_at: at,
          updated_at: at,
          status: 'disabled',
          former_status: sql.ref('status'),
          claimed_email: null,
          former_claimed_email: sql.ref('claimed_email'),
          password_expires_at: null,
          version: sql<number>`version + 1`,
        })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
      if (!(await hasUpdated(deletion))) return false
      await q.deleteFrom('passwords').where('user_id', '=', id).execute()
      await q.deleteFrom('lockouts').where('user_id', '=', id).execute()
      return true
    },
    get: (id) => findRow(deleted().where('id', '=', id), fromRow),
    getByClaimedEmail: (domainId, email) =>
      findRow(
        deleted()
          .where('domain_id', '=', domainId)
          .where('former_claimed_email', '=', email)
          .orderBy('deleted_at', 'desc')
          .limit(1),
        fromRow,
      ),
    async list({ domainId, name, limit, from }) {
      let found = deleted()
      if (domainId !== undefined) found = found.where('domain_id', '=', domainId)
      if (name !== undefined) found = found.where('name', '=', name)
      return readPage(found, { limit, from, sort: { column: 'deleted_at', descending: true } }, fromRow)
    },
    find({ domainId, filter, limit, from }) {
      const found = deleted().where('domain_id', '=', domainId)
      const matching = filter
        ? found.where(expressionSql(dialect, deletedUserColumns(dialect), filter))
        : found
      return readPage(matching, { limit, from }, fromRow)
    },
    restore: (id, { status, name, email, claimedEmail, invitedUntil, updatedAt }) =>
      mapConstraintErrors(() =>
        findRow(
          q
            .updateTable('users')
            .set({
              deleted_at: null,
              former_status: null,
              former_claimed_email: null,
              status,
              name,
              email,
              claimed_email: claimedEmail,
              invited_until: invitedUntil,
              updated_at: updatedAt,
              version: sql<number>`version + 1`,
            })
            .where('id', '=', id)
            .where('deleted_at', 'is not', null)
            .returningAll(),
          userFromRow,
        ),
      ),
    due: (deletedBefore, limit) =>
      findRows(
        deleted().where('deleted_at', '<', deletedBefore).orderBy('deleted_at').orderBy('id').limit(limit),
        fromRow,
      ),
    async purge(ids) {
      const purged = await findIds(
        q
          .selectFrom('users')
          .select('id')
          .where(inList(dialect, sql.ref('id'), ids))
          .where('deleted_at', 'is not', null),
      )
      const of = (column: string) => inList(dialect, sql.ref(column), purged)
      for (const table of ['group_members', 'lockouts', 'passwords'] as const)
        await q.deleteFrom(table).where(of('user_id')).execute()
      // The id of a user in its directory is personal data, too.
      await q.deleteFrom('id_mapping').where(of('public_id')).execute()
      for (const column of ['trustor_id', 'trustee_id'])
        await q.deleteFrom('trusts').where('deleted_at', 'is not', null).where(of(column)).execute()
      return findIds(q.deleteFrom('users').where(of('id')).returning('id'))
    },
  }
}
