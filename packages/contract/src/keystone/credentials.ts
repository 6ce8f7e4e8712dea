import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Id, Links, member, nullable, open, optional, paging, wrapped } from './shapes.ts'

const Blob = Type.String({ maxLength: 65_535 })
const Kind = Type.String({ minLength: 1, maxLength: 255 })
const ProjectId = nullable(Type.String({ minLength: 1, maxLength: 64 }))

export const Credential = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    project_id: nullable(Type.String()),
    type: Type.String(),
    blob: Type.String(),
    links: Links,
  },
  open,
)

export const credentials = {
  listCredentials: {
    method: 'GET',
    path: '/credentials',
    summary: 'List the credentials that you may see',
    query: ['user_id', 'type', ...paging],
    secret: true,
    responses: { 200: collection('credentials', Credential) },
    errors: [404],
    source: 'keystone.md section 17',
  },
  createCredential: {
    method: 'POST',
    path: '/credentials',
    summary: 'Create a credential for a user',
    body: wrapped('credential', { user_id: Id, type: Kind, blob: Blob, project_id: optional(ProjectId) }),
    secret: true,
    responses: { 201: member('credential', Credential) },
    errors: [409],
    source: 'keystone.md section 17',
  },
  getCredential: {
    method: 'GET',
    path: '/credentials/{credential_id}',
    summary: 'Show a credential',
    secret: true,
    responses: { 200: member('credential', Credential) },
    errors: [404],
    source: 'keystone.md section 17',
  },
  updateCredential: {
    method: 'PATCH',
    path: '/credentials/{credential_id}',
    summary: 'Change the blob of a credential; other attributes must be unchanged',
    body: Type.Object(
      {
        credential: Type.Object(
          {
            id: optional(Id),
            user_id: optional(Id),
            type: optional(Kind),
            blob: optional(Blob),
            project_id: optional(ProjectId),
          },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    secret: true,
    responses: { 200: member('credential', Credential) },
    errors: [404],
    source: 'keystone.md section 17',
  },
  deleteCredential: {
    method: 'DELETE',
    path: '/credentials/{credential_id}',
    summary: 'Delete a credential',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 17',
  },
} as const satisfies Contract
