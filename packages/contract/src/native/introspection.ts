import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Authority } from './me.ts'
import { optional, strict, Text } from './shapes.ts'

const Seconds = (description: string) => Type.Integer({ description: `${description} Unix seconds.` })

/** RFC 7662 section 2.2, with the extensions `kind`, `domain_id` and `authority`. */
export const Introspection = Type.Union([
  Type.Object({ active: Type.Literal(false) }, strict),
  Type.Object(
    {
      active: Type.Literal(true),
      sub: Type.String({ description: 'The id of the user.' }),
      username: Type.String(),
      domain_id: Type.String({ description: 'The domain of the user.' }),
      token_type: Type.Literal('Bearer'),
      kind: Type.Enum(['session', 'api_key']),
      scope: Type.String({ description: 'The names of the roles, separated by spaces.' }),
      authority: Authority,
      iat: Seconds('When the session was opened or the key was created.'),
      exp: optional(Seconds('The latest expiry; absent for a key without one.')),
    },
    strict,
  ),
])

export const introspection = {
  introspect: {
    method: 'POST',
    path: '/introspect',
    description:
      'Verifies a secret (RFC 7662). Administrators, the role `service`, and managers of a domain for its users may do this; others get 403. Unknown, expired and foreign secrets are all `{"active": false}`.',
    summary: 'Verify the secret of a session or of an API key (RFC 7662)',
    strictQuery: true,
    form: 'request',
    readOnly: true,
    body: Type.Object(
      {
        token: Type.String({ maxLength: 524_288, description: 'The secret to verify.' }),
        token_type_hint: optional(Text(255)),
      },
      { description: 'Other fields are ignored (RFC 6749 section 3.2).' },
    ),
    responses: { 200: Introspection },
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
