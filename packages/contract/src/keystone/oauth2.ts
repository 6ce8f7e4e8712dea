import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { open, optional, Text } from './shapes.ts'

export const oauth2 = {
  createOAuth2Token: {
    method: 'POST',
    path: '/OS-OAUTH2/token',
    summary:
      'Get a token with OAuth 2.0 client credentials: an application credential or a client certificate',
    public: true,
    headers: ['Authorization'],
    form: 'request',
    body: Type.Object(
      {
        grant_type: Text,
        client_id: optional(Type.String({ maxLength: 255 })),
        client_secret: optional(Text),
      },
      open,
    ),
    secret: true,
    responses: {
      200: Type.Object({
        access_token: Type.String(),
        token_type: Type.Literal('Bearer'),
        /** Seconds. */
        expires_in: Type.Integer(),
      }),
    },
    source: 'keystone.md section 25, RFC 6749 section 4.4, RFC 8705',
  },
} as const satisfies Contract
