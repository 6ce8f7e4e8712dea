import { type Selectable, sql } from 'kysely'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Notification } from '../../core/messaging/notifications/notification.ts'
import type { NotificationStore } from '../../core/messaging/notifications/notification-store.ts'
import type { NotificationType } from '../../core/messaging/notifications/registry.ts'
import { slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { keyset } from '../engine/keyset.ts'

export type NotificationsTable = {
  id: string
  user_id: string
  type: NotificationType
  title: string
  body: string
  link: string | null
  created_at: number
  read_at: number | null
}

const read = (row: Selectable<NotificationsTable>): Notification => ({
  id: row.id,
  userId: row.user_id,
  type: row.type,
  title: row.title,
  body: row.body,
  link: row.link,
  createdAt: row.created_at,
  readAt: row.read_at,
})

export const notificationStore = (db: Db): NotificationStore => {
  const { q } = db
  const count = ({ numDeletedRows }: { readonly numDeletedRows: bigint }) => Number(numDeletedRows)
  return {
    insert: (given) =>
      mapConstraintErrors(
        async () => {
          await q
            .insertInto('notifications')
            .values({
              id: given.id,
              user_id: given.userId,
              type: given.type,
              title: given.title,
              body: given.body,
              link: given.link,
              created_at: given.createdAt,
              read_at: given.readAt,
            })
            .execute()
        },
        () => notFound('user', given.userId),
      ),
    async list({ userId, state, limit, from }) {
      const own = q.selectFrom('notifications').selectAll().where('user_id', '=', userId)
      const found = state === undefined ? own : own.where('read_at', state === 'read' ? 'is not' : 'is', null)
      const rows = await keyset(found, { column: 'created_at', descending: true }, from)
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, read)
    },
    async countUnread(userId) {
      const { unread } = await q
        .selectFrom('notifications')
        .select(({ fn }) => fn.countAll<number>().as('unread'))
        .where('user_id', '=', userId)
        .where('read_at', 'is', null)
        .executeTakeFirstOrThrow()
      return Number(unread)
    },
    async mark(userId, id, readAt) {
      const row = await q
        .updateTable('notifications')
        .set({ read_at: readAt === null ? null : sql<number>`coalesce(read_at, ${readAt})` })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .returningAll()
        .executeTakeFirst()
      return row && read(row)
    },
    async markAllRead(userId, readAt) {
      const { numUpdatedRows } = await q
        .updateTable('notifications')
        .set({ read_at: readAt })
        .where('user_id', '=', userId)
        .where('read_at', 'is', null)
        .where('created_at', '<=', readAt)
        .executeTakeFirstOrThrow()
      return Number(numUpdatedRows)
    },
    async delete(userId, id) {
      const deleted = await q
        .deleteFrom('notifications')
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
      return count(deleted) > 0
    },
    async trim(userId, keep) {
      const beyond = q
        .selectFrom('notifications')
        .select('id')
        .where('user_id', '=', userId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        // SQLite wants a limit before an offset.
        .limit(1000)
        .offset(keep)
      await q.deleteFrom('notifications').where('id', 'in', beyond).execute()
    },
    purgeRead: (readBefore, limit) =>
      deleteSome(db, 'notifications', { column: 'read_at', where: sql`read_at < ${readBefore}` }, limit),
  }
}
