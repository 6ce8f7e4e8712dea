import { domainError } from '../domain-error.ts'
import { eventKindNames } from './event-kinds.ts'

const form = /^(?:\*|[a-z0-9_]{1,64}\.(?:\*|[a-z0-9_]{1,64}))$/

/** `*` matches every kind, `user.*` every kind with that prefix; any other pattern matches itself. */
export const matchesKind = (pattern: string, kind: string): boolean =>
  pattern === '*' || (pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern)

/** Rejects with `invalid` for a pattern that matches no kind, since such a webhook would never be called. */
export const assertKnownPattern = (pattern: string, place: { readonly field: string }): void => {
  checkKindPattern(pattern, place)
  if (!eventKindNames.some((kind) => matchesKind(pattern, kind)))
    throw domainError('invalid', 'event_kind_unknown', `There is no event kind ${pattern}.`, place)
}

/** Rejects with `invalid` for a malformed pattern. */
export const checkKindPattern = (
  pattern: string,
  place: { readonly field: string } | { readonly parameter: string },
): void => {
  if (!form.test(pattern))
    throw domainError(
      'invalid',
      'event_kind_invalid',
      'An event kind must have the form user.created, user.* or *.',
      place,
    )
}
