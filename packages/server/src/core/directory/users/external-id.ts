import { domainError } from '../../kernel/domain-error.ts'
import { normalizeText } from '../../kernel/text.ts'

const maxLength = 255

/** Validates an id of another system, which is compared byte by byte. Rejects with `invalid`. */
export const normalizeExternalId = (id: string | null | undefined): string | null | undefined => {
  if (typeof id !== 'string') return id
  if (id.trim() !== id || id === '' || /\p{Cc}/u.test(id))
    throw domainError(
      'invalid',
      'external_id_malformed',
      'external_id must not be empty, contain control characters, or have surrounding blanks.',
      { field: 'external_id' },
    )
  return normalizeText('external_id', id, maxLength)
}
