import { domainError } from '../../kernel/domain-error.ts'
import { isLongerThan, normalizeName, normalizeText } from '../../kernel/text.ts'

const control = /\p{Cc}/u

/** Validates a role name and keeps it unchanged, including surrounding blanks (keystone.md section 15.1). */
export const roleName = (name: string): string => {
  normalizeName('role', name, 255)
  if (isLongerThan(name, 255))
    throw domainError('invalid', 'name_too_long', 'name must have at most 255 characters.', {
      field: 'name',
      noun: 'role',
    })
  if (control.test(name))
    throw domainError('invalid', 'name_unprintable', 'name must not contain control characters.', {
      field: 'name',
      noun: 'role',
    })
  return name
}

export const roleDescription = (description: string | null): string | null =>
  description === null ? null : normalizeText('description', description, 255)
