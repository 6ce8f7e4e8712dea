import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { Document, DocumentChange, NewDocument } from '../types.ts'

const list = '/users/{user_id}/documents'
const path = `${list}/{document_id}`

export const makeDocuments = (api: NativeApi) => ({
  /** The documents of a user, newest first. `metadata` is a JSON object that their metadata must contain. */
  list: (
    userId: string,
    query: { readonly metadata?: string; readonly limit?: number } = {},
    options?: CallOptions,
  ) => api.list<Document>(list, 'documents', { params: { user_id: userId }, query }, options),

  create: (userId: string, document: NewDocument, options?: PostOptions) =>
    api.send<Document>('POST', list, { params: { user_id: userId }, json: document }, options),

  get: (userId: string, documentId: string, options?: CallOptions) =>
    api.send<Document>('GET', path, { params: { user_id: userId, document_id: documentId } }, options),

  update: (userId: string, documentId: string, change: DocumentChange, options?: ChangeOptions) =>
    api.send<Document>(
      'PATCH',
      path,
      { params: { user_id: userId, document_id: documentId }, json: change },
      options,
    ),

  async delete(userId: string, documentId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { user_id: userId, document_id: documentId } }, options)
  },
})
