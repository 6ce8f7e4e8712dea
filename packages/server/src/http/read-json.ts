import { Unreadable } from './face.ts'

/** JSON from bytes that must be UTF-8, `__proto__` refused with the rest of what is not data. */
export const readJson = (bytes: Buffer, contentType: string | undefined): unknown => {
  if (contentType !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType.trim()))
    throw new Unreadable('The body must be JSON (Content-Type: application/json).')
  return parseJson(bytes)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Throws an `Unreadable` that says what is wrong, never where in our code. */
export const parseJson = (bytes: Buffer): unknown => {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new Unreadable('The body is not UTF-8 text.')
  }
  if (isDeep(text)) throw new Unreadable(`The body is nested deeper than ${maxDepth} levels.`)
  try {
    return suspicious.test(text) ? JSON.parse(text, refuse) : JSON.parse(text)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('The body is not valid JSON.')
  }
}

/** Deeper than anybody means, and far from where walking through it would use up the stack (T75). */
const maxDepth = 100

const isDeep = (text: string): boolean => {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') quoted = !quoted
    else if (letter === '\\') at++
    else if (quoted) continue
    else if (letter === '[' || letter === '{') {
      if (++depth > maxDepth) return true
    } else if (letter === ']' || letter === '}') depth--
  }
  return false
}

/**
 * A prototype to pollute, its letters escaped or not, or an escaped NUL, which no text that people or machines
 * mean to store holds.
 */
const suspicious = /__proto__|\\u00(?:00|5f|6f|7[024])/i

const refuse = (key: string, value: unknown) => {
  if (key === '__proto__') throw new Unreadable('The body must not hold the key "__proto__".')
  if (key.includes('\0') || (typeof value === 'string' && value.includes('\0')))
    throw new Unreadable('The body must not hold the character NUL.')
  return value
}
