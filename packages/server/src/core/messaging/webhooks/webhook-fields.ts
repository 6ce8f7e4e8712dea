import { domainError } from '../../kernel/domain-error.ts'
import { assertKnownPattern } from '../../kernel/events/kind-pattern.ts'
import { normalizeText } from '../../kernel/text.ts'

const maxKinds = 100

/** Requested fields of a webhook. An absent field keeps its value, or gets the default of a new webhook. */
export type WebhookFields = {
  readonly url?: string | undefined
  readonly description?: string | null | undefined
  readonly kinds?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
}

/** Validates description and kinds; rejects with `invalid`. The outbound client checks the URL. */
export const validateFields = ({ description, kinds }: WebhookFields) => {
  if (kinds !== undefined && (kinds.length === 0 || kinds.length > maxKinds))
    throw domainError('invalid', 'event_kinds_number', `kinds must contain 1 to ${maxKinds} event kinds.`, {
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
