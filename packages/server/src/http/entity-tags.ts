import { createHash } from 'node:crypto'
import type { Operation } from '@muster/contract/operation.ts'
import type { HttpResponse } from './api.ts'
import { bodyBytes } from './send.ts'

/**
 * Completes the entity tag of a response. The API sets the version, which `If-Match` compares. Other parts of the body
 * (last use, roles, time-dependent state) can differ within a version, so a digest of the body is appended. Responses
 * with secrets have only the version.
 */
export const withEntityTag = (
  response: HttpResponse,
  { secret }: Pick<Operation, 'secret'>,
): HttpResponse => {
  const version = response.headers?.['etag']
  if (secret || version === undefined || response.body === undefined) return response
  const rendered = bodyBytes(response)
  const digest = createHash('sha256').update(rendered).digest('base64url').slice(0, 16)
  const etag = `${version.slice(0, -1)}-${digest}"`
  return { ...response, headers: { ...response.headers, etag }, body: { rendered } }
}

/** The tag of the representation in a content coding, which must differ (RFC 9110 section 8.8.3). */
export const encodedTag = (etag: string, coding: string): string => `${etag.slice(0, -1)}-${coding}"`

/** Whether `If-None-Match` matches the representation in any content coding. */
export const isNotModified = (header: string | undefined, etag: string | undefined): boolean => {
  if (header === undefined || etag === undefined) return false
  if (header.trim() === '*') return true
  const known = [etag, encodedTag(etag, 'br'), encodedTag(etag, 'gzip')]
  return (header.match(/"[^"]*"/g) ?? []).some((tag) => known.includes(tag))
}
