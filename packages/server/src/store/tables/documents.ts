import { type Generated, type Selectable, sql } from 'kysely'
import type { Document } from '../../core/directory/documents/document.ts'
import type { DocumentStore } from '../../core/directory/documents/document-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { keyset } from '../engine/keyset.ts'
import { metadataHolds } from '../user-search/metadata-sql.ts'

export type DocumentsTable = {
  id: string
  user_id: string
  title: string
  content: string
  metadata: string
  created_at: number
  updated_at: number
  version: Generated<number>
}

const read = (row: Selectable<DocumentsTable>): Document => ({
  id: row.id,
  userId: row.user_id,
  title: row.title,
  content: fromJson(row.content),
  metadata: fromJson(row.metadata),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
})

/** Rows per statement, limited by the number of parameters. */
const rowsAtOnce = 500

export const documentStore = ({ name: dialect, q }: Db): DocumentStore => ({
  insert: (documents) =>
    mapConstraintErrors(
      async () => {
        for (let done = 0; done < documents.length; done += rowsAtOnce)
          await q
            .insertInto('documents')
            .values(
              documents.slice(done, done + rowsAtOnce).map((given) => ({
                id: given.id,
                user_id: given.userId,
                title: given.title,
                content: json(given.content),
                metadata: json(given.metadata),
                created_at: given.createdAt,
                updated_at: given.updatedAt,
              })),
            )
            .execute()
      },
      () => notFound('user', documents[0]?.userId ?? ''),
    ),
  async get(id) {
    const row = await q.selectFrom('documents').selectAll().where('id', '=', id).executeTakeFirst()
    return row && read(row)
  },
  async list({ userId, metadata, limit, sort, from, skip }) {
    const found = metadataHolds(dialect, sql.ref('metadata'), metadata ?? {}).reduce(
      (rows, condition) => rows.where(condition),
      q.selectFrom('documents').selectAll().where('user_id', '=', userId),
    )
    const rows = await keyset(
      found,
      { column: sort?.key ?? 'created_at', descending: sort?.descending ?? true },
      from,
    )
      .limit(limit + 1)
      .offset(skip ?? 0)
      .execute()
    return slice(rows, limit, read, skip !== undefined)
  },
  async countOfUser(userId) {
    const { count } = await q
      .selectFrom('documents')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    return Number(count)
  },
  async update(id, { title, content, metadata, updatedAt }) {
    const row = await q
      .updateTable('documents')
      .set({
        title,
        content: content && json(content),
        metadata: metadata && json(metadata),
        updated_at: updatedAt,
        version: sql<number>`version + 1`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    return row && read(row)
  },
  async delete(id) {
    const { numDeletedRows } = await q.deleteFrom('documents').where('id', '=', id).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  },
})
