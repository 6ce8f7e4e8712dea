import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'
import { html } from '../../http/html.ts'
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

const plain = (status: number, title: string, what: string, root: string): HttpResponse =>
  pageResponse(
    status,
    {
      title,
      body: html`<h1>${title}</h1>
<p>${what}</p>`,
    },
    root,
  )

/** The page for errors that no form shows. */
export const errorPage = (error: DomainError, root: string): HttpResponse => {
  const { kind, message, details } = error
  if (kind === 'unavailable') {
    const page = plain(503, 'The service is unavailable', message, root)
    return { ...page, headers: { ...page.headers, ...retryHeaders(error) } }
  }
  if (kind !== 'resource_exhausted') return plain(statusOf[kind], 'The request failed', message, root)
  const busy = plain(
    429,
    'Too many requests',
    'The server is busy. Go back and try again in a few seconds.',
    root,
  )
  return { ...busy, headers: { ...busy.headers, 'retry-after': String(details['retryAfter'] ?? 5) } }
}

export const renderHttpError = (error: HttpError, root: string): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
      return plain(404, 'Page not found', 'Check that you opened the complete link from the email.', root)
    case 'wrong_method': {
      const page = plain(405, 'This request is not supported', 'Open the link from the email again.', root)
      return { ...page, headers: { ...page.headers, allow: error.allowed.join(', ') } }
    }
    case 'bad_request':
      return plain(400, 'The form could not be read', 'Go back and submit it again.', root)
    case 'too_large':
      return plain(413, 'The form is too large', 'Go back and enter less text.', root)
    case 'http':
      return plain(error.status, 'The request could not be read', error.why, root)
    case 'internal_error':
      return plain(
        500,
        'Something went wrong',
        'An error occurred on the server. Try again in a few minutes.',
        root,
      )
  }
}
