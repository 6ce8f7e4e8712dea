import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'
import { Metadata } from './users.ts'

export const Document = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    title: Type.String(),
    content: Type.Array(Type.String(), { description: 'One or more parts, in order.' }),
    metadata: Metadata,
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

const Title = Text(1000, 1)
/** Bounded by the maximum body size; `document_size_limit` limits the whole document. */
const Part = Text(524_288)
const Content = Type.Union([Part, Type.Array(Part, { minItems: 1, maxItems: 1000 })], {
  description: 'Text, or a list of parts.',
})

export const NewDocument = Type.Object(
  { title: Title, content: Content, metadata: optional(Metadata) },
  strict,
)
export const DocumentChange = Type.Object(
  { title: optional(Title), content: optional(Content), metadata: optional(nullable(Metadata)) },
  strict,
)

export const documents = {
  listDocuments: {
    method: 'GET',
    path: '/users/{user_id}/documents',
    description:
      'Lists the documents of a user, newest first. The user itself, administrators, managers and readers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'List the documents of a user, newest first',
    query: ['metadata', ...paging],
    strictQuery: true,
    responses: { 200: page('documents', Document) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  createDocument: {
    method: 'POST',
    path: '/users/{user_id}/documents',
    description:
      'Adds a document to a user. The user itself, administrators and managers may do this. More than `document_user_limit` documents are 403 `documents_too_many`; a document that is too large is 400 `document_too_large`.',
    summary: 'Create a document of a user',
    strictQuery: true,
    body: NewDocument,
    responses: { 201: Document },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  getDocument: {
    method: 'GET',
    path: '/users/{user_id}/documents/{document_id}',
    description:
      'Shows a document. The user itself, administrators, managers and readers of the domain may do this. A missing document is 404 `document_not_found`.',
    summary: 'Show a document',
    strictQuery: true,
    responses: { 200: Document },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateDocument: {
    method: 'PATCH',
    path: '/users/{user_id}/documents/{document_id}',
    description:
      'Changes title, content or metadata by a merge patch. The user itself, administrators and managers may do this. `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a document by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: DocumentChange,
    responses: { 200: Document },
    errors: [404, 412, 415],
    source: 'docs/apis/native.md',
  },
  deleteDocument: {
    method: 'DELETE',
    path: '/users/{user_id}/documents/{document_id}',
    description:
      'Deletes a document. The user itself, administrators and managers may do this. A missing document is 404 `document_not_found`.',
    summary: 'Delete a document',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
