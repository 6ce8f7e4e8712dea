import { domainError } from '../domain-error.ts'
import { eventKindNames } from './event-kinds.ts'

const form = /^(?:\*|[a-z0-9_]{1,64}\.(?:\*|[a-z0-9_]{1,64}))$/

/** `*` is every kind, `user.*` every kind of that noun, anything else itself. */
export const matchesKind = (pattern: string, kind: string): boolean =>
  pattern === '*' || (pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern)

/** Rejects with `invalid` a kind that is not recorded, and a noun of which none is: such a webhook would never be called. */
export const assertKnownPattern = (pattern: string, place: { readonly field: string }): void => {
  checkKindPattern(pattern, place)
  if (!eventKindNames.some((kind) => matchesKind(pattern, kind)))
    throw domainError('invalid', 'event_kind_unknown', `There is no event of the kind ${pattern}.`, place)
}

/** Rejects with `invalid` what cannot be a kind. */
export const checkKindPattern = (
  pattern: string,
  place: { readonly field: string } | { readonly parameter: string },
): void => {
  if (!form.test(pattern))
    throw domainError(
      'invalid',
      'event_kind_invalid',
      'A kind of events is written as user.created, user.* or *.',
      place,
    )
}
