import { type Selectable, sql } from 'kysely'
import type { DeletedUser, DeletedUserStore } from '../../core/directory/users/deleted-user.ts'
import { among } from '../engine/among.ts'
import { slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { keyset } from '../engine/keyset.ts'
import { readUser, type UsersTable, verifiedAt } from './user-rows.ts'

const readDeletedUser = (row: Selectable<UsersTable>): DeletedUser => ({
  ...readUser(row),
  status: row.former_status ?? row.status,
  claimedEmail: row.former_claimed_email,
  emailVerifiedAt: verifiedAt(row, row.former_claimed_email),
  deletedAt: row.deleted_at ?? 0,
})

export const deletedUserStore = ({ name: dialect, q }: Db): DeletedUserStore => {
  const deleted = () => q.selectFrom('users').selectAll().where('deleted_at', 'is not', null)
  return {
    async softDelete(id, at) {
      const row = await q
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
        .returning('id')
        .executeTakeFirst()
      if (!row) return false
      await q.deleteFrom('passwords').where('user_id', '=', id).execute()
      await q.deleteFrom('lockouts').where('user_id', '=', id).execute()
      return true
    },
    async get(id) {
      const row = await deleted().where('id', '=', id).executeTakeFirst()
      return row && readDeletedUser(row)
    },
    async getByClaimedEmail(domainId, email) {
      const row = await deleted()
        .where('domain_id', '=', domainId)
        .where('former_claimed_email', '=', email)
        .orderBy('deleted_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && readDeletedUser(row)
    },
    async list({ domainId, name, limit, from }) {
      let found = deleted()
      if (domainId !== undefined) found = found.where('domain_id', '=', domainId)
      if (name !== undefined) found = found.where('name', '=', name)
      const rows = await keyset(found, { column: 'deleted_at', descending: true }, from)
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, readDeletedUser)
    },
    async restore(id, { status, name, email, claimedEmail, invitedUntil, updatedAt }) {
      const row = await mapConstraintErrors(() =>
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
          .returningAll()
          .executeTakeFirst(),
      )
      return row && readUser(row)
    },
    async due(deletedBefore, limit) {
      const rows = await deleted()
        .where('deleted_at', '<', deletedBefore)
        .orderBy('deleted_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(readDeletedUser)
    },
    async purge(ids) {
      const purged = await q
        .selectFrom('users')
        .select('id')
        .where(among(dialect, sql.ref('id'), ids))
        .where('deleted_at', 'is not', null)
        .execute()
      const dead = purged.map(({ id }) => id)
      const of = (column: string) => among(dialect, sql.ref(column), dead)
      for (const table of ['group_members', 'lockouts', 'passwords'] as const)
        await q.deleteFrom(table).where(of('user_id')).execute()
      for (const column of ['trustor_id', 'trustee_id'])
        await q.deleteFrom('trusts').where('deleted_at', 'is not', null).where(of(column)).execute()
      const rows = await q.deleteFrom('users').where(of('id')).returning('id').execute()
      return rows.map(({ id }) => id)
    },
  }
}
