import { type Selectable, sql } from 'kysely'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Notification } from '../../core/messaging/notifications/notification.ts'
import type { NotificationStore } from '../../core/messaging/notifications/notification-store.ts'
import type { NotificationType } from '../../core/messaging/notifications/registry.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { countRows, countUpdated, findRow, hasDeleted, rowCount } from '../engine/results.ts'

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

const fromRow = (row: Selectable<NotificationsTable>): Notification => ({
  id: row.id,
  userId: row.user_id,
  type: row.type,
  title: row.title,
  body: row.body,
  link: row.link,
  createdAt: row.created_at,
  readAt: row.read_at,
})

const toRow = (notification: Notification): NotificationsTable => ({
  id: notification.id,
  user_id: notification.userId,
  type: notification.type,
  title: notification.title,
  body: notification.body,
  link: notification.link,
  created_at: notification.createdAt,
  read_at: notification.readAt,
})

export const notificationStore = (db: Db): NotificationStore => {
  const { q } = db
  return {
    insert: (notification) =>
      insertRow(db, 'notifications', toRow(notification), () => notFound('user', notification.userId)),
    async list({ userId, state, limit, from }) {
      const own = q.selectFrom('notifications').selectAll().where('user_id', '=', userId)
      const found = state === undefined ? own : own.where('read_at', state === 'read' ? 'is not' : 'is', null)
      return readPage(found, { limit, from, sort: newestFirst }, fromRow)
    },
    countUnread: (userId) =>
      countRows(
        q
          .selectFrom('notifications')
          .select(rowCount)
          .where('user_id', '=', userId)
          .where('read_at', 'is', null),
      ),
    mark: (userId, id, readAt) =>
      findRow(
        q
          .updateTable('notifications')
          .set({ read_at: readAt === null ? null : sql<number>`coalesce(read_at, ${readAt})` })
          .where('id', '=', id)
          .where('user_id', '=', userId)
          .returningAll(),
        fromRow,
      ),
    markAllRead: (userId, readAt) =>
      countUpdated(
        q
          .updateTable('notifications')
          .set({ read_at: readAt })
          .where('user_id', '=', userId)
          .where('read_at', 'is', null)
          .where('created_at', '<=', readAt),
      ),
    delete: (userId, id) =>
      hasDeleted(q.deleteFrom('notifications').where('id', '=', id).where('user_id', '=', userId)),
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
