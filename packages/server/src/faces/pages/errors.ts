import { type Refusal, type RefusalKind, retryHeaders } from '../../core/refusal.ts'
import type { Fault, Plain } from '../../http/face.ts'
import { html } from '../../http/html.ts'
import { answer } from './answers.ts'

const statusOf: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  barred: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
}

const plain = (status: number, title: string, what: string, root: string): Plain =>
  answer(
    status,
    {
      title,
      body: html`<h1>${title}</h1>
<p>${what}</p>`,
    },
    root,
  )

/** What the pages themselves have no better words for. */
export const refused = (refusal: Refusal, root: string): Plain => {
  const { kind, message, details } = refusal
  if (kind === 'unavailable') {
    const page = plain(503, 'The service is not available right now', message, root)
    return { ...page, headers: { ...page.headers, ...retryHeaders(refusal) } }
  }
  if (kind !== 'too_many') return plain(statusOf[kind], 'This did not work', message, root)
  const busy = plain(
    429,
    'Too much at once',
    'Too many people ask for this right now. Go back and try again.',
    root,
  )
  return { ...busy, headers: { ...busy.headers, 'retry-after': String(details['retryAfter'] ?? 5) } }
}

export const faulted = (fault: Fault, root: string): Plain => {
  switch (fault.kind) {
    case 'no_route':
      return plain(
        404,
        'There is no such page',
        'Look whether the address is complete, as the letter has it.',
        root,
      )
    case 'wrong_method': {
      const page = plain(405, 'This page does not do that', 'Open it by its address, or by its form.', root)
      return { ...page, headers: { ...page.headers, allow: fault.allowed.join(', ') } }
    }
    case 'unreadable':
      return plain(400, 'This form cannot be read', 'Go back and send it once more.', root)
    case 'too_large':
      return plain(413, 'This is too much', 'What was sent is too large for this form.', root)
    case 'http':
      return plain(fault.status, 'This request cannot be read', fault.why, root)
    case 'crashed':
      return plain(500, 'Something went wrong', 'It is not your fault. Try again in a few minutes.', root)
  }
}
