import { domainError } from '../../kernel/domain-error.ts'
import { assertKnownPattern } from '../../kernel/events/kind-pattern.ts'
import { normalizeText } from '../../kernel/text.ts'

const maxKinds = 100

/** What somebody asks of a webhook; absent stays, or is the default of a new one. */
export type WebhookWords = {
  readonly url?: string | undefined
  readonly description?: string | null | undefined
  readonly kinds?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
}

/** Rejects with `invalid` what no webhook can have; the address is a matter of the outbound client. */
export const checkedWords = ({ description, kinds }: WebhookWords) => {
  if (kinds !== undefined && (kinds.length === 0 || kinds.length > maxKinds))
    throw domainError('invalid', 'event_kinds_number', `kinds must name 1 to ${maxKinds} kinds of events.`, {
      field: 'kinds',
    })
  for (const kind of kinds ?? []) assertKnownPattern(kind, { field: 'kinds' })
  return {
    ...(kinds === undefined ? {} : { kinds: [...new Set(kinds)] }),
    ...(description === undefined
      ? {}
      : { description: description === null ? null : normalizeText('description', description, 1000) }),
  }
}
