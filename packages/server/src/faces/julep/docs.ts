import type { docs as contract } from '@muster/contract/julep/docs.ts'
import { createDocument } from '../../core/documents/create-document.ts'
import { deleteDocument } from '../../core/documents/delete-document.ts'
import type { Document } from '../../core/documents/document.ts'
import type { DocumentWords } from '../../core/documents/document-words.ts'
import { listDocuments } from '../../core/documents/list-documents.ts'
import { idIn, showId } from './ids.ts'
import { readList } from './lists.ts'
import { created, deleted, time } from './resources.ts'
import { theUser } from './the-user.ts'
import type { JulepHandlers } from './visit.ts'

type Doc = {
  readonly title: string
  readonly content: string | readonly string[]
  readonly metadata?: Readonly<Record<string, unknown>> | null
}

export const wordsOf = ({ title, content, metadata }: Doc): DocumentWords => ({
  title,
  content: typeof content === 'string' ? [content] : content,
  metadata: metadata ?? undefined,
})

/** Text of one part is shown as text, whichever way it was given. */
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
  async listUserDocs({ params, query }, visit) {
    const asked = readList(query)
    const { id } = await theUser(params.user_id, visit, 'muster:list_documents')
    const { rows } = await visit.run(listDocuments, { userId: id, ...asked })
    return { status: 200, body: { items: rows.map(show) } }
  },

  async createUserDoc({ params, body }, visit) {
    const { id } = await theUser(params.user_id, visit, 'muster:create_document')
    return {
      status: 201,
      body: created(await visit.run(createDocument, { userId: id, ...wordsOf(body) })),
    }
  },

  async deleteUserDoc({ params }, visit) {
    const { id: userId } = await theUser(params.user_id, visit, 'muster:delete_document')
    const id = idIn(params.doc_id)
    return { status: 202, body: deleted(id, await visit.run(deleteDocument, { userId, id })) }
  },
} satisfies JulepHandlers<typeof contract>
