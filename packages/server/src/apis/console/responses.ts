import { codingFor } from '../../http/compress.ts'
import type { ConsoleFiles } from './console-files.ts'

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
}

const asText = { 'content-type': 'text/plain; charset=utf-8' } as const

export const notBuilt = {
  status: 404,
  headers: asText,
  body: 'The web console is not built. Run: npm run console\n',
} as const

const notFound = { status: 404, headers: asText, body: 'This file does not exist.\n' } as const

/** No inline scripts, no other origin, no framing. The nonce is for style sheets that React Aria inserts. */
const policyWith = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

type Shown = { readonly publicUrl: string; readonly nonce: string }

/** The page, whose relative addresses start at the path of the public URL, which is never client input. */
export const pageResponse = (page: string, { publicUrl, nonce }: Shown) => {
  const root = URL.canParse(publicUrl) ? new URL(publicUrl).pathname.replace(/\/+$/, '') : ''
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': policyWith(nonce),
      // Browsers log a warning about this header without TLS.
      ...(/^https:/i.test(publicUrl) ? { 'cross-origin-opener-policy': 'same-origin' } : {}),
    },
    body: page.replaceAll('__ROOT__', encodeURI(root)).replaceAll('__NONCE__', nonce),
  } as const
}

/** A file whose name contains the digest of its content, so that it never changes. */
export const assetResponse = async (files: ConsoleFiles, name: string, accepted: string | undefined) => {
  const type = types[name.slice(name.lastIndexOf('.') + 1)]
  const found = type === undefined ? undefined : await files.asset(name, codingFor(accepted))
  if (type === undefined || found === undefined) return notFound
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      ...(found.coding === undefined ? {} : { 'content-encoding': found.coding }),
    },
    body: { rendered: found.bytes },
  } as const
}
