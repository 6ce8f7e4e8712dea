import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { ListLinks, optional } from './shapes.ts'

const text = optional(Type.String())

/** A token is revoked if all attributes of the event match. */
const RevokeEvent = Type.Object(
  {
    user_id: text,
    role_id: text,
    domain_id: text,
    project_id: text,
    audit_id: text,
    audit_chain_id: text,
    'OS-TRUST:trust_id': text,
    'OS-OAUTH1:consumer_id': text,
    'OS-OAUTH1:access_token_id': text,
    expires_at: text,
    issued_before: Type.String(),
    revoked_at: Type.String(),
  },
  { additionalProperties: false },
)

export const revokeEvents = {
  listRevokeEvents: {
    method: 'GET',
    path: '/OS-REVOKE/events',
    summary: 'List revocation events, oldest first',
    query: ['since'],
    responses: { 200: Type.Object({ events: Type.Array(RevokeEvent), links: ListLinks }) },
    source: 'keystone.md sections 6.10 and 26',
  },
} as const satisfies Contract
