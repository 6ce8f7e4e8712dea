import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { accessRuleFields } from './access-rules.ts'
import { collection, Id, Links, member, nullable, open, optional, paging, Text } from './shapes.ts'

const closed = { additionalProperties: false } as const

const shown = {
  id: Type.String(),
  name: Type.String(),
  description: nullable(Type.String()),
  user_id: Type.String(),
  project_id: Type.String(),
  system: Type.Null(),
  roles: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        name: Type.String(),
        domain_id: nullable(Type.String()),
        description: nullable(Type.String()),
        options: Type.Object({}, open),
      },
      closed,
    ),
  ),
  expires_at: nullable(Type.String()),
  unrestricted: Type.Boolean(),
  /** Absent: all requests are allowed. */
  access_rules: optional(Type.Array(Type.Object(accessRuleFields, closed))),
  links: Links,
}

const ApplicationCredential = Type.Object(shown, closed)
const NewApplicationCredential = Type.Object({ ...shown, secret: Type.String() }, closed)

const RoleRef = Type.Union([
  Type.Object({ id: Id }, closed),
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }, closed),
])

const WantedAccessRule = Type.Object(
  {
    id: optional(Id),
    service: optional(Type.String({ maxLength: 64, pattern: '^[a-zA-Z0-9-]{1,64}$' })),
    method: optional(
      Type.Union(['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'].map((method) => Type.Literal(method))),
    ),
    path: optional(Type.String({ pattern: '^/', maxLength: 128 })),
  },
  open,
)

export const applicationCredentials = {
  listApplicationCredentials: {
    method: 'GET',
    path: '/users/{user_id}/application_credentials',
    summary: 'List the application credentials of a user',
    query: ['name', ...paging],
    responses: { 200: collection('application_credentials', ApplicationCredential) },
    errors: [404],
    source: 'keystone.md section 18',
  },
  createApplicationCredential: {
    method: 'POST',
    path: '/users/{user_id}/application_credentials',
    summary: 'Create an application credential for yourself; its secret is shown once',
    body: Type.Object(
      {
        application_credential: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 255 }),
            description: optional(nullable(Text)),
            secret: optional(nullable(Text)),
            roles: optional(Type.Array(RoleRef, { maxItems: 1000 })),
            expires_at: optional(nullable(Type.String({ maxLength: 64 }))),
            unrestricted: optional(nullable(Type.Boolean())),
            access_rules: optional(Type.Array(WantedAccessRule, { maxItems: 1000 })),
            // Ignored: the project is always that of the token.
            id: optional(nullable(Text)),
            project_id: optional(nullable(Text)),
            system: optional(nullable(Text)),
          },
          closed,
        ),
      },
      closed,
    ),
    secret: true,
    responses: { 201: member('application_credential', NewApplicationCredential) },
    errors: [404, 409],
    source: 'keystone.md section 18',
  },
  getApplicationCredential: {
    method: 'GET',
    path: '/users/{user_id}/application_credentials/{application_credential_id}',
    summary: 'Show an application credential',
    responses: { 200: member('application_credential', ApplicationCredential) },
    errors: [404],
    source: 'keystone.md section 18',
  },
  deleteApplicationCredential: {
    method: 'DELETE',
    path: '/users/{user_id}/application_credentials/{application_credential_id}',
    summary: 'Delete an application credential and revoke its tokens',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 18',
  },
} as const satisfies Contract
