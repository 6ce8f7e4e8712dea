import { checkJsonText } from './check-json-text.ts'
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
  checkJsonText(text)
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable('The body is not valid JSON.')
  }
}
