import { formatUuid } from '../../core/directory/users/format-uuid.ts'

/** The id of a user or a doc for clients: a UUID in lower case with dashes. */
export const showId = formatUuid

/**
 * The id of a text in a path. Accepts every UUID format of the client: any case, without dashes, in braces or as a URN
 * (julep.md section 4). Any other text is returned unchanged and matches nothing.
 */
export const parseId = (text: string): string => {
  const bare = text.toLowerCase().replace(/^urn:uuid:/, '')
  const digits = (/^\{.*\}$/.test(bare) ? bare.slice(1, -1) : bare).replaceAll('-', '')
  return /^[0-9a-f]{32}$/.test(digits) ? digits : text
}
