import { type Generated, type Selectable, sql } from 'kysely'
import type { PasswordRecord, PasswordStore } from '../../core/directory/users/password-store.ts'
import { flag } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export type PasswordsTable = {
  sequence: Generated<number>
  user_id: string
  hash: string
  created_at: number
  expires_at: number | null
  self_service: number
}

const fromRow = (row: Selectable<PasswordsTable>): PasswordRecord => ({
  sequence: row.sequence,
  userId: row.user_id,
  hash: row.hash,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  selfService: row.self_service === 1,
})

export const passwordStore = ({ q, name }: Db): PasswordStore => {
  const bytesOrder = name === 'sqlite' ? 'hash' : 'hash collate "C"'
  const passwordsOf = (userId: string) =>
    q.selectFrom('passwords').selectAll().where('user_id', '=', userId).orderBy('sequence', 'desc')
  const recent: PasswordStore['recent'] = async (userId, limit) =>
    (await passwordsOf(userId).limit(limit).execute()).map(fromRow)
  return {
    async current(userId) {
      const [newest] = await recent(userId, 1)
      return newest
    },
    recent,
    async insert(password) {
      await q
        .insertInto('passwords')
        .values({
          user_id: password.userId,
          hash: password.hash,
          created_at: password.createdAt,
          expires_at: password.expiresAt,
          self_service: flag(password.selfService),
        })
        .execute()
      await q
        .updateTable('users')
        .set({ password_expires_at: password.expiresAt })
        .where('id', '=', password.userId)
        .execute()
    },
    async replaceHash(userId, old, hash) {
      await q
        .updateTable('passwords')
        .set({ hash })
        .where('user_id', '=', userId)
        .where('hash', '=', old)
        .execute()
    },
    async keepNewest(userId, keep) {
      const [oldestKept] = await passwordsOf(userId)
        .offset(keep - 1)
        .limit(1)
        .execute()
      if (!oldestKept) return
      await q
        .deleteFrom('passwords')
        .where('user_id', '=', userId)
        .where('sequence', '<', oldestKept.sequence)
        .execute()
    },
    async importedHash(after) {
      const row = await q
        .selectFrom('passwords')
        .select('hash')
        .where(sql<boolean>`substr(hash, 1, 31) <> '$argon2id$v=19$m=19456,t=2,p=1$'`)
        .where(sql<boolean>`${sql.raw(bytesOrder)} > ${after}`)
        .orderBy(sql.raw(bytesOrder))
        .limit(1)
        .executeTakeFirst()
      return row?.hash
    },
    async deleteOfUser(userId) {
      await q.deleteFrom('passwords').where('user_id', '=', userId).execute()
      await q.updateTable('users').set({ password_expires_at: null }).where('id', '=', userId).execute()
    },
  }
}
