import type { Contract } from '../operation.ts'
import { CreateDoc, Doc, items, listing, ResourceCreated, ResourceDeleted } from './shapes.ts'

const source = 'docs/apis/julep.md'

export const docs = {
  listUserDocs: {
    method: 'GET',
    path: '/users/{user_id}/docs',
    summary: 'List the docs of a user, newest first',
    query: listing,
    strictQuery: true,
    responses: { 200: items(Doc) },
    errors: [404, 422],
    source,
  },
  createUserDoc: {
    method: 'POST',
    path: '/users/{user_id}/docs',
    summary: 'Create a doc of a user',
    body: CreateDoc,
    responses: { 201: ResourceCreated },
    errors: [404, 422],
    source,
  },
  deleteUserDoc: {
    method: 'DELETE',
    path: '/users/{user_id}/docs/{doc_id}',
    summary: 'Delete a doc',
    responses: { 202: ResourceDeleted },
    errors: [404],
    source,
  },
} as const satisfies Contract
