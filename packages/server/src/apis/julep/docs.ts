import type { docs as contract } from '@muster/contract/julep/docs.ts'
import { createDocument } from '../../core/directory/documents/create-document.ts'
import type { Document } from '../../core/directory/documents/document.ts'
import type { DocumentFields } from '../../core/directory/documents/document-fields.ts'
import { deleteDocument, listDocuments } from '../../core/directory/documents/documents.ts'
import type { Handlers } from '../../http/api.ts'
import { parseId, showId } from './ids.ts'
import { readList } from './lists.ts'
import { requireUser } from './require-user.ts'
import { created, deleted, time } from './resources.ts'

type Doc = {
  readonly title: string
  readonly content: string | readonly string[]
  readonly metadata?: Readonly<Record<string, unknown>> | null
}

export const wordsOf = ({ title, content, metadata }: Doc): DocumentFields => ({
  title,
  content: typeof content === 'string' ? [content] : content,
  metadata: metadata ?? undefined,
})

/** Content of a single part is shown as a string, even if it was sent as a list. */
const show = ({ id, title, content, createdAt, metadata }: Document) => {
  const [first = '', ...more] = content
  return {
    id: showId(id),
    title,
    content: more.length === 0 ? first : [...content],
    created_at: time(createdAt),
    metadata,
  }
}

export const docs = {
  async listUserDocs({ params, query }, context) {
    const listQuery = readList(query)
    const { id } = await requireUser(params.user_id, context, listDocuments)
    const { rows } = await context.run(listDocuments, { userId: id, ...listQuery })
    return { status: 200, body: { items: rows.map(show) } }
  },

  async createUserDoc({ params, body }, context) {
    const { id } = await requireUser(params.user_id, context, createDocument)
    return {
      status: 201,
      body: created(await context.run(createDocument, { userId: id, ...wordsOf(body) })),
    }
  },

  async deleteUserDoc({ params }, context) {
    const { id: userId } = await requireUser(params.user_id, context, deleteDocument)
    const id = parseId(params.doc_id)
    return { status: 202, body: deleted(id, await context.run(deleteDocument, { userId, id })) }
  },
} satisfies Handlers<typeof contract>
