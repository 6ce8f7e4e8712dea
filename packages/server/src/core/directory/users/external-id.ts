import { domainError } from '../../kernel/domain-error.ts'
import { normalizeText } from '../../kernel/text.ts'

const maxLength = 255

/** An id of another system as it is kept: compared byte by byte. Rejects blank, overlong and unprintable text. */
export const normalizeExternalId = (given: string | null | undefined): string | null | undefined => {
  if (typeof given !== 'string') return given
  if (given.trim() !== given || given === '' || /\p{Cc}/u.test(given))
    throw domainError(
      'invalid',
      'external_id_malformed',
      'external_id must have at least one character, no control characters, and no blanks at its ends.',
      { field: 'external_id' },
    )
  return normalizeText('external_id', given, maxLength)
}
