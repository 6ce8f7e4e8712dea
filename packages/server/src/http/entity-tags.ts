import { createHash } from 'node:crypto'
import type { Operation } from '@muster/contract/operation.ts'
import type { HttpResponse } from './api.ts'
import { bodyBytes } from './send.ts'

/**
 * An answer with an entity tag as it is sent: a face tags the version, which `If-Match` is about; what is shown
 * beside it (last use, roles, a state that time changes) may differ within one version, so the tag also has a digest
 * of the body. Answers with secrets keep the version alone.
 */
export const withEntityTag = (answer: HttpResponse, { secret }: Pick<Operation, 'secret'>): HttpResponse => {
  const version = answer.headers?.['etag']
  if (secret || version === undefined || answer.body === undefined) return answer
  const rendered = bodyBytes(answer)
  const digest = createHash('sha256').update(rendered).digest('base64url').slice(0, 16)
  const etag = `${version.slice(0, -1)}-${digest}"`
  return { ...answer, headers: { ...answer.headers, etag }, body: { rendered } }
}

/** The tag of the same representation in a content coding, which is another one by RFC 9110 section 8.8.3. */
export const encodedTag = (etag: string, coding: string): string => `${etag.slice(0, -1)}-${coding}"`

/** Whether `If-None-Match` names the representation, in whatever content coding the client has it. */
export const isNotModified = (header: string | undefined, etag: string | undefined): boolean => {
  if (header === undefined || etag === undefined) return false
  if (header.trim() === '*') return true
  const known = [etag, encodedTag(etag, 'br'), encodedTag(etag, 'gzip')]
  return (header.match(/"[^"]*"/g) ?? []).some((tag) => known.includes(tag))
}
