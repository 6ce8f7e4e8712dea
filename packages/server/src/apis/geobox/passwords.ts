import { BadRequest } from '../../http/api.ts'

const key = 42
const base64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/
// Keeps a password that decodes to a byte order mark.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const wrong = (field: string) => {
  const detail = 'must be an encoded password: each code point XOR 42, as UTF-8, as base64'
  return new BadRequest(detail, field, [{ pointer: `/${field}`, detail }])
}

/** Decodes the client's password obfuscation, which protects nothing (geobox.md section 8). */
export const decodePassword = (field: string, encoded: string): string => {
  if (!base64.test(encoded)) throw wrong(field)
  let hidden: string
  try {
    hidden = utf8.decode(Buffer.from(encoded, 'base64'))
  } catch {
    throw wrong(field)
  }
  // XOR keeps a code point in its block of 64, so none becomes a surrogate.
  return Array.from(hidden, (email) => String.fromCodePoint((email.codePointAt(0) ?? 0) ^ key)).join('')
}
