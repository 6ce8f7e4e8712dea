import { native } from '@muster/contract/native/all.ts'
import type { discovery as contract } from '@muster/contract/native/discovery.ts'
import { Me } from '@muster/contract/native/me.ts'
import { headerParameters, queryParameters } from '@muster/contract/native/parameters.ts'
import { OpenedSession, Session, SignIn } from '@muster/contract/native/sessions.ts'
import { Problem } from '@muster/contract/native/shapes.ts'
import { NewUser, User, UserChange } from '@muster/contract/native/users.ts'
import { openapiDocument } from './openapi.ts'
import { cookieName } from './proof.ts'
import type { NativeHandlers } from './visit.ts'

/** The document of this very API. */
export const nativeDocument = () =>
  openapiDocument({
    contract: native,
    title: 'Muster',
    description: 'Users, and the sessions of people who sign in. Errors are problem details as in RFC 9457.',
    server: '/api/v1',
    schemas: { User, NewUser, UserChange, Session, SignIn, OpenedSession, Me, Problem },
    queryParameters,
    headerParameters,
    securitySchemes: {
      session: {
        type: 'http',
        scheme: 'bearer',
        description: 'The secret of a session, as `POST /sessions` gave it.',
      },
      cookie: {
        type: 'apiKey',
        in: 'cookie',
        name: cookieName,
        description: 'For browsers. Anything but GET and HEAD also needs the header `X-Muster-Request`.',
      },
    },
  })

let document: Uint8Array | undefined

export const discovery = {
  async getIndex(_ask, { base }) {
    const at = (path: string) => `${base}/api/v1${path}`
    const links = {
      self: at(''),
      openapi: at('/openapi.json'),
      me: at('/me'),
      sessions: at('/sessions'),
      users: at('/users'),
    }
    return { status: 200, body: { version: 'v1', links } }
  },

  async getOpenapi() {
    document ??= Buffer.from(JSON.stringify(nativeDocument()))
    return { status: 200, body: { rendered: document } }
  },
} satisfies NativeHandlers<typeof contract>
