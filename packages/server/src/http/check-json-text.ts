import { BadRequest } from './api.ts'

/** Deeper than any valid body, and far below the depth that would overflow the stack (T75). */
const maxDepth = 100

/**
 * Total number of array and object members. The cost of parsing and validation depends more on this number than on the
 * length. The longest metadata, 65,536 bytes, has at most 32,768.
 */
const maxValues = 35_000
/** Total number of object keys: each costs ten times as much as a value. */
const maxNames = 5_000

const [quote, backslash, comma, colon, letterU] = [0x22, 0x5c, 0x2c, 0x3a, 0x75]
const isOpening = (code: number) => code === 0x5b || code === 0x7b
const isClosing = (code: number) => code === 0x5d || code === 0x7d
const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

/**
 * Rejects JSON text that is too expensive, or that contains the key `__proto__` or the character NUL, escaped or not,
 * which the databases cannot store. Makes one pass over the text before it is parsed; invalid JSON is left to the
 * parser.
 */
export const checkJsonText = (text: string): void => {
  let [depth, values, names, before] = [0, 0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isSpace(code)) continue
    if (code === comma || (isOpening(before) && !isClosing(code))) values++
    if (code === quote) at = endOfString(text, at)
    else if (code === colon) names++
    else if (isClosing(code)) depth--
    else if (isOpening(code) && ++depth > maxDepth)
      throw new BadRequest(`The body is nested deeper than ${maxDepth} levels.`)
    if (values > maxValues) throw new BadRequest(`The body contains more than ${maxValues} values.`)
    if (names > maxNames) throw new BadRequest(`The body contains more than ${maxNames} names.`)
    before = code
  }
}

/** The end of the string that begins at `start`. */
const endOfString = (text: string, start: number): number => {
  let escaped = false
  let at = start + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) break
    if (code !== backslash) continue
    escaped = true
    at++
    if (text.charCodeAt(at) === letterU && text.startsWith('0000', at + 1))
      throw new BadRequest('The body must not contain the character NUL.')
  }
  if (saysProto(text, start, at, escaped) && isKey(text, at))
    throw new BadRequest('The body must not contain the key "__proto__".')
  return at
}

const proto = '__proto__'
/** The longest spelling, with every character as `\uXXXX`. */
const longestProto = proto.length * 6

const saysProto = (text: string, start: number, end: number, escaped: boolean): boolean => {
  const length = end - start - 1
  if (!escaped) return length === proto.length && text.startsWith(proto, start + 1)
  if (length > longestProto) return false
  try {
    return JSON.parse(text.slice(start, end + 1)) === proto
  } catch {
    return false
  }
}

const isKey = (text: string, end: number): boolean => {
  let at = end + 1
  while (isSpace(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === colon
}
