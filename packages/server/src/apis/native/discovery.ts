import { native } from '@muster/contract/native/all.ts'
import {
  ApiKey,
  ApiKeyChange,
  ApiKeyRotation,
  ApiKeyWithSecret,
  NewApiKey,
} from '@muster/contract/native/api-keys.ts'
import type { discovery as contract } from '@muster/contract/native/discovery.ts'
import { Document } from '@muster/contract/native/documents.ts'
import { Event } from '@muster/contract/native/events.ts'
import { Me } from '@muster/contract/native/me.ts'
import { Message } from '@muster/contract/native/messages.ts'
import { Notification } from '@muster/contract/native/notifications.ts'
import { headerParameters, queryParameters } from '@muster/contract/native/parameters.ts'
import { Plan } from '@muster/contract/native/plans.ts'
import { problemType } from '@muster/contract/native/problem-codes.ts'
import { OpenedSession, Session, SignIn } from '@muster/contract/native/sessions.ts'
import { Problem, ProblemType } from '@muster/contract/native/shapes.ts'
import { tags } from '@muster/contract/native/tags.ts'
import { NewUser, User, UserChange } from '@muster/contract/native/users.ts'
import { Delivery, Webhook } from '@muster/contract/native/webhooks.ts'
import type { Contract } from '@muster/contract/operation.ts'
import { eventKinds } from '../../core/kernel/events/event-kinds.ts'
import { type ApiDocument, apiPage } from './api-page.ts'
import { apiPageStyle } from './api-page-style.ts'
import { cookieName } from './authenticate.ts'
import { mayBeIdempotent } from './idempotency.ts'
import { openapiDocument } from './openapi.ts'
import { codesByStatus } from './problem-statuses.ts'
import type { NativeHandlers } from './request-context.ts'
import { webhookPaths } from './webhook-paths.ts'

/** Adds the header Idempotency-Key and its errors to every operation that supports it. */
const withKeys = (contract: Contract): Contract =>
  Object.fromEntries(
    Object.entries(contract).map(([name, operation]) => {
      if (!mayBeIdempotent(operation)) return [name, operation]
      const { headers = [], errors = [] } = operation
      return [name, { ...operation, headers: [...headers, 'Idempotency-Key'], errors: [...errors, 409, 422] }]
    }),
  )

/** The OpenAPI document of this API. */
export const nativeDocument = () =>
  openapiDocument({
    contract: withKeys(native),
    title: 'Muster',
    description: 'Accounts and access: users, sessions, API keys. Errors are problem details (RFC 9457).',
    server: '/api/v1',
    schemas: {
      ApiKey,
      ApiKeyWithSecret,
      User,
      Session,
      OpenedSession,
      Me,
      Message,
      Event,
      Webhook,
      Delivery,
      Problem,
      ProblemType,
      Document,
      Notification,
      Plan,
    },
    requestSchemas: { NewApiKey, ApiKeyChange, ApiKeyRotation, NewUser, UserChange, SignIn },
    tags,
    problemTypes: new Map([...codesByStatus].map(([status, codes]) => [status, codes.map(problemType)])),
    enums: new Map([[Event.properties.kind, Object.keys(eventKinds)]]),
    webhooks: webhookPaths(Event),
    queryParameters,
    headerParameters,
    securitySchemes: {
      session: {
        type: 'http',
        scheme: 'bearer',
        description:
          'The secret of a session from `POST /sessions`, or of an API key from `POST /api-keys`: `Authorization: Bearer …`.',
      },
      cookie: {
        type: 'apiKey',
        in: 'cookie',
        name: cookieName,
        description:
          'For browsers: the cookie `__Host-muster`. Methods other than GET and HEAD also need the header `X-Muster-Request`.',
      },
    },
  })

let document: Uint8Array | undefined
let page: { readonly root: string; readonly text: string } | undefined

/** No scripts, no content from other origins, no framing (T69). */
export const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** The path of a base URL. */
export const rootOf = (base: string): string =>
  URL.canParse(base) ? new URL(base).pathname.replace(/\/+$/, '') : ''

export const discovery = {
  async getIndex(_request, { base }) {
    const at = (path: string) => `${base}/api/v1${path}`
    const links = {
      self: at(''),
      openapi: at('/openapi.json'),
      docs: at('/docs'),
      api_keys: at('/api-keys'),
      me: at('/me'),
      events: at('/events'),
      introspection: at('/introspect'),
      invitations: at('/invitations'),
      messages: at('/messages'),
      notifications: at('/me/notifications'),
      plans: at('/plans'),
      sessions: at('/sessions'),
      users: at('/users'),
      webhooks: at('/webhooks'),
    }
    return { status: 200, body: { version: 'v1', links } }
  },

  async getOpenapi() {
    document ??= Buffer.from(JSON.stringify(nativeDocument()))
    return { status: 200, body: { rendered: document } }
  },

  async getDocs(_request, { base }) {
    const root = rootOf(base)
    if (page?.root !== root) page = { root, text: apiPage(nativeDocument() as unknown as ApiDocument, root) }
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy }
    return { status: 200, headers, body: page.text }
  },

  async getDocsStyle() {
    const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' }
    return { status: 200, headers, body: apiPageStyle }
  },
} satisfies NativeHandlers<typeof contract>
