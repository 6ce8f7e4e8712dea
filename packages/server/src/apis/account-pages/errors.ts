import { reasonOf } from '@muster/messages/reason-of.ts'
import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'
import { html } from '../../http/html.ts'
import type { PageFrame } from './layout.ts'
import type { PageLanguage } from './page-language.ts'
import { pageResponse } from './page-responses.ts'

const statusOf: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  failed_precondition: 403,
  not_found: 404,
  conflict: 409,
  resource_exhausted: 429,
  unavailable: 503,
}

type ErrorFrame = PageFrame & PageLanguage

const plain = (status: number, title: string, what: string, frame: ErrorFrame): HttpResponse =>
  pageResponse(
    status,
    {
      title,
      body: html`<h1>${title}</h1>
<p>${what}</p>`,
    },
    frame,
  )

/** The page for errors that no form shows. */
export const errorPage = (error: DomainError, frame: ErrorFrame): HttpResponse => {
  const { kind, details } = error
  const { errors } = frame.texts
  if (kind === 'unavailable') {
    const page = plain(503, errors.unavailable, reasonOf(error, frame), frame)
    return { ...page, headers: { ...page.headers, ...retryHeaders(error) } }
  }
  if (kind !== 'resource_exhausted')
    return plain(statusOf[kind], errors.failed, reasonOf(error, frame), frame)
  const busy = plain(429, errors.tooMany, errors.tooManyText, frame)
  return { ...busy, headers: { ...busy.headers, 'retry-after': String(details['retryAfter'] ?? 5) } }
}

export const renderHttpError = (error: HttpError, frame: ErrorFrame): HttpResponse => {
  const { errors } = frame.texts
  switch (error.kind) {
    case 'no_route':
      return plain(404, errors.notFound, errors.notFoundText, frame)
    case 'wrong_method': {
      const page = plain(405, errors.unsupported, errors.unsupportedText, frame)
      return { ...page, headers: { ...page.headers, allow: error.allowed.join(', ') } }
    }
    case 'bad_request':
      return plain(400, errors.unreadable, errors.unreadableText, frame)
    case 'too_large':
      return plain(413, errors.tooLarge, errors.tooLargeText, frame)
    case 'http':
      return plain(
        error.status,
        errors.malformed,
        reasonOf({ code: error.code, message: error.why }, frame),
        frame,
      )
    case 'internal_error':
      return plain(500, errors.internal, errors.internalText, frame)
  }
}
