import { domainError } from '../../kernel/domain-error.ts'
import { isLongerThan, normalizeName, normalizeText } from '../../kernel/text.ts'

const control = /\p{Cc}/u

/** Kept as given, blanks at its ends included: a name is matched as it is (keystone.md section 15.1). */
export const roleName = (given: string): string => {
  normalizeName('role', given, 255)
  if (isLongerThan(given, 255))
    throw domainError('invalid', 'name_too_long', 'The name of a role is at most 255 characters long.', {
      field: 'name',
    })
  if (control.test(given))
    throw domainError('invalid', 'name_unprintable', 'The name of a role must not hold control characters.', {
      field: 'name',
    })
  return given
}

export const roleDescription = (given: string | null): string | null =>
  given === null ? null : normalizeText('description', given, 255)
