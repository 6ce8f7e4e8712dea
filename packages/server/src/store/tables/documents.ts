import { type Generated, type Selectable, sql } from 'kysely'
import type { Document } from '../../core/directory/documents/document.ts'
import type { DocumentStore, NewDocument } from '../../core/directory/documents/document-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { countRows, rowCount } from '../engine/results.ts'
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

const fromRow = (row: Selectable<DocumentsTable>): Document => ({
  id: row.id,
  userId: row.user_id,
  title: row.title,
  content: fromJson(row.content),
  metadata: fromJson(row.metadata),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
})

const toRow = (document: NewDocument) => ({
  id: document.id,
  user_id: document.userId,
  title: document.title,
  content: json(document.content),
  metadata: json(document.metadata),
  created_at: document.createdAt,
  updated_at: document.updatedAt,
})

/** Rows per statement, limited by the number of parameters. */
const rowsAtOnce = 500

export const documentStore = (db: Db): DocumentStore => {
  const { name: dialect, q } = db
  const table = keysetTable(db, 'documents', { fromRow, columns: {} })
  return {
    get: table.get,
    delete: table.delete,
    insert: (documents) =>
      mapConstraintErrors(
        async () => {
          for (let done = 0; done < documents.length; done += rowsAtOnce)
            await q
              .insertInto('documents')
              .values(documents.slice(done, done + rowsAtOnce).map(toRow))
              .execute()
        },
        () => notFound('user', documents[0]?.userId ?? ''),
      ),
    list({ userId, metadata, limit, sort, from, skip }) {
      const found = metadataHolds(dialect, sql.ref('metadata'), metadata ?? {}).reduce(
        (rows, condition) => rows.where(condition),
        q.selectFrom('documents').selectAll().where('user_id', '=', userId),
      )
      const order = sort ? { column: sort.key, descending: sort.descending } : newestFirst
      return readPage(found, { limit, from, skip, sort: order }, fromRow)
    },
    countOfUser: (userId) =>
      countRows(q.selectFrom('documents').select(rowCount).where('user_id', '=', userId)),
    update: (id, { title, content, metadata, updatedAt }) =>
      table.update(id, {
        title,
        content: content && json(content),
        metadata: metadata && json(metadata),
        updated_at: updatedAt,
        version: sql<number>`version + 1`,
      }),
  }
}
