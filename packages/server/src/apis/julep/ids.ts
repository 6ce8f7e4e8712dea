import { formatUuid } from '../../core/directory/users/format-uuid.ts'

/** The id of a user or a doc as clients see it: a UUID in lower case, with dashes. */
export const showId = formatUuid

/**
 * The id that a text in a path means. Whatever the client takes for a UUID is one, in any case, without dashes,
 * in braces or as a URN (julep.md section 4). Any other text stays what it is, and is nobody's id.
 */
export const parseId = (text: string): string => {
  const bare = text.toLowerCase().replace(/^urn:uuid:/, '')
  const digits = (/^\{.*\}$/.test(bare) ? bare.slice(1, -1) : bare).replaceAll('-', '')
  return /^[0-9a-f]{32}$/.test(digits) ? digits : text
}
