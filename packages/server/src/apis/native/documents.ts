import type { documents as contract } from '@muster/contract/native/documents.ts'
import { createDocument } from '../../core/directory/documents/create-document.ts'
import type { Document } from '../../core/directory/documents/document.ts'
import { deleteDocument, getDocument, listDocuments } from '../../core/directory/documents/documents.ts'
import { updateDocument } from '../../core/directory/documents/update-document.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, readObject, readPage } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time } from './times.ts'
import { requestedMetadata } from './users.ts'

const show = (document: Document) => ({
  id: document.id,
  user_id: document.userId,
  title: document.title,
  content: [...document.content],
  metadata: document.metadata,
  created_at: time(document.createdAt),
  updated_at: time(document.updatedAt),
})

const parts = (content: string | readonly string[]): readonly string[] =>
  typeof content === 'string' ? [content] : content

const position = ({ id, createdAt }: Document) => ({ id, value: createdAt })

export const documents = {
  async listDocuments({ params, query }, context) {
    const page = readPage(`users/${params.user_id}/documents`, query, context)
    const found = await context.run(listDocuments, {
      userId: params.user_id,
      metadata: readObject(query, 'metadata'),
      limit: page.limit,
      from: page.from,
    })
    return {
      status: 200,
      body: { documents: found.rows.map(show), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async createDocument({ params, body }, context) {
    const document = await context.run(createDocument, {
      userId: params.user_id,
      title: body.title,
      content: parts(body.content),
      metadata: body.metadata,
    })
    const location = `${context.base}/api/v1/users/${document.userId}/documents/${document.id}`
    return { status: 201, headers: { location, etag: etagOf(document) }, body: show(document) }
  },

  async getDocument({ params }, context) {
    const document = await context.run(getDocument, { userId: params.user_id, id: params.document_id })
    return { status: 200, headers: { etag: etagOf(document) }, body: show(document) }
  },

  async updateDocument({ params, body }, context) {
    const document = await context.run(updateDocument, {
      userId: params.user_id,
      id: params.document_id,
      ifVersion: readIfMatch(context.header('if-match')),
      title: body.title,
      content: body.content === undefined ? undefined : parts(body.content),
      ...requestedMetadata(body),
    })
    return { status: 200, headers: { etag: etagOf(document) }, body: show(document) }
  },

  async deleteDocument({ params }, context) {
    await context.run(deleteDocument, { userId: params.user_id, id: params.document_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
