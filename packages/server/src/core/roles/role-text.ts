import { refuse } from '../refusal.ts'
import { cleanName, cleanText, isLongerThan } from '../text.ts'

const control = /\p{Cc}/u

/** Kept as given, blanks at its ends included: a name is matched as it is (keystone.md section 15.1). */
export const roleName = (given: string): string => {
  cleanName('role', given, 255)
  if (isLongerThan(given, 255))
    throw refuse('invalid', 'name_too_long', 'The name of a role is at most 255 characters long.', {
      field: 'name',
    })
  if (control.test(given))
    throw refuse('invalid', 'name_unprintable', 'The name of a role must not hold control characters.', {
      field: 'name',
    })
  return given
}

export const roleDescription = (given: string | null): string | null =>
  given === null ? null : cleanText('description', given, 255)
