import type { discovery as contract } from '@muster/contract/native/discovery.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { invalidParameter, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'

// The documentation is imported when it is requested, because most servers never show it.

let document: Uint8Array | undefined
let index: Uint8Array | undefined

/** No inline scripts, no content from other origins, no framing; requests only to this server (T69). */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Stored by browsers, and checked with the server by its entity tag at each use. */
const revalidated = { etag: '"1"', 'cache-control': 'no-cache' }

export const pageHeaders = {
  ...revalidated,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': pagePolicy,
  'referrer-policy': 'same-origin',
}

/** The path of the start page of the documentation, below the base URL. */
export const docsOf = (base: string): string =>
  `${URL.canParse(base) ? new URL(base).pathname.replace(/\/+$/, '') : ''}/api/v1/docs`

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
    if (document === undefined) {
      const { nativeDocument } = await import('./native-document.ts')
      document = Buffer.from(JSON.stringify(nativeDocument()))
    }
    return { status: 200, body: { rendered: document } }
  },

  async getDocs({ query }, { base }) {
    const { maxQuery } = await import('./docs/rank.ts')
    const text = readText(query, 'q')?.trim() ?? ''
    if (text.length > maxQuery) throw invalidParameter('q', `has more than ${maxQuery} characters`)
    const docs = docsOf(base)
    if (text !== '') {
      const { resultsPage } = await import('./docs/results-page.ts')
      return { status: 200, headers: pageHeaders, body: resultsPage(text, docs) }
    }
    const { startPage } = await import('./docs/start-page.ts')
    return { status: 200, headers: pageHeaders, body: startPage(docs, base) }
  },

  async getDocsPage({ params: { page } }, { base }) {
    const { pageOf } = await import('./docs/pages.ts')
    const body = pageOf(page, docsOf(base))
    if (body === undefined) throw notFound('page', page)
    return { status: 200, headers: pageHeaders, body }
  },

  async getDocsIndex() {
    if (index === undefined) {
      const { searchEntries } = await import('./docs/search-index.ts')
      index = Buffer.from(JSON.stringify({ entries: searchEntries() }))
    }
    return { status: 200, headers: revalidated, body: { rendered: index } }
  },

  async getDocsScript({ params: { script } }) {
    const { browserScripts } = await import('./docs/browser-scripts.ts')
    const body = browserScripts.get(script)
    if (body === undefined) throw notFound('page', script)
    return {
      status: 200,
      headers: { ...revalidated, 'content-type': 'text/javascript; charset=utf-8' },
      body,
    }
  },

  async getDocsStyle() {
    const { docsStyle } = await import('./docs/style.ts')
    return {
      status: 200,
      headers: { ...revalidated, 'content-type': 'text/css; charset=utf-8' },
      body: docsStyle,
    }
  },
} satisfies NativeHandlers<typeof contract>
