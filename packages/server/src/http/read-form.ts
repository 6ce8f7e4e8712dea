import { BadRequest } from './api.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

const maxFields = 100

/** Splits the text after counting the fields, so that no huge list is created. */
const fieldsOf = (text: string): readonly string[] => {
  let count = 1
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1))
    if (++count > maxFields) throw new BadRequest(`The body has more than ${maxFields} fields.`)
  return text.split('&')
}

const plain = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new BadRequest('The body is not a valid form.')
  }
}

/** Parses `application/x-www-form-urlencoded` with unique names (RFC 6749 section 3.2). */
export const readForm = (
  bytes: Buffer,
  contentType: string | undefined,
): Readonly<Record<string, string>> => {
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType?.trim() ?? ''))
    throw new BadRequest('The body must be a form (Content-Type: application/x-www-form-urlencoded).')
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new BadRequest('The body is not UTF-8 text.')
  }
  const found = new Map<string, string>()
  for (const part of fieldsOf(text)) {
    if (part === '') continue
    const cut = part.indexOf('=')
    const [name, value] =
      cut < 0 ? [plain(part), ''] : [plain(part.slice(0, cut)), plain(part.slice(cut + 1))]
    if (name.includes('\0') || value.includes('\0'))
      throw new BadRequest('The body must not contain the character NUL.')
    if (found.has(name)) throw new BadRequest(`The body must contain ${name.slice(0, 64)} only once.`, name)
    found.set(name, value)
  }
  return Object.fromEntries(found)
}
