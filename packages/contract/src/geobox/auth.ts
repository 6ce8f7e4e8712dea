import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { source, strict, Text } from './shapes.ts'

export const auth = {
  signIn: {
    method: 'POST',
    path: '/auth/token/',
    summary: 'Sign in with a username and an unencoded password',
    form: 'request',
    body: Type.Object({ username: Text(600, 1), password: Text(8192) }, strict),
    secret: true,
    responses: {
      200: Type.Object({ access_token: Type.String(), token_type: Type.Literal('bearer') }, strict),
    },
    public: true,
    source,
  },
} as const satisfies Contract
