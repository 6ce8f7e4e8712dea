import { refuse } from '../refusal.ts'

const form = /^(?:\*|[a-z0-9_]{1,64}\.(?:\*|[a-z0-9_]{1,64}))$/

/** `*` is every kind, `user.*` every kind of that noun, anything else itself. */
export const matchesKind = (pattern: string, kind: string): boolean =>
  pattern === '*' || (pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern)

/** Refuses `invalid` what can match no kind. */
export const checkKindPattern = (
  pattern: string,
  place: { readonly field: string } | { readonly parameter: string },
): void => {
  if (!form.test(pattern))
    throw refuse(
      'invalid',
      'event_kind_invalid',
      'A kind of events is written as user.created, user.* or *.',
      place,
    )
}
