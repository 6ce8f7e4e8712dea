const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d]
const [zero, nine, minus, plus, dot, colon] = [0x30, 0x39, 0x2d, 0x2b, 0x2e, 0x3a]
/** Characters. Shorter numerals without an exponent are exact. */
const shortest = 16

/** Every inexact number matches: it has 16 digits, or a two-digit exponent. */
const suspicious = /\d{16}|\d[eE]\+?\d{2}/

/**
 * Whether JavaScript represents the numeral without an unexpected change: a safe integer, or a finite number with a
 * fraction or an exponent, which every JSON library rounds to a double.
 */
export const isExact = (written: string): boolean =>
  /^[+-]?\d+$/.test(written) ? Number.isSafeInteger(Number(written)) : Number.isFinite(Number(written))

const isDigit = (code: number) => code >= zero && code <= nine
const isPower = (code: number) => code === 0x65 || code === 0x45

type Level = { readonly isArray: boolean; index: number; name: readonly [start: number, end: number] }

const endOfText = (text: string, start: number): number => {
  let at = start + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) break
  }
  return at + 1
}

/** The end of the numeral at `start`, and whether it is long enough to be inexact. */
const numeralAt = (text: string, start: number) => {
  let [at, hasPower] = [start + 1, false]
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isPower(code)) hasPower = true
    else if (!isDigit(code) && code !== dot && code !== plus && code !== minus) break
  }
  return { end: at, isLong: hasPower || at - start >= shortest }
}

const nameOf = (text: string, [start, end]: Level['name']): string =>
  String(JSON.parse(text.slice(start, end)))

/**
 * The path to the first number in JSON text that `JSON.parse` would change silently, such as 9007199254740993; undefined
 * when every number is exact. The text must be valid JSON. Takes one pass, and none for text without long numbers.
 */
export const inexactNumber = (text: string): readonly string[] | undefined => {
  if (!suspicious.test(text)) return undefined
  const levels: Level[] = []
  let last: Level['name'] = [0, 0]
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    const level = levels.at(-1)
    if (code === quote) {
      const end = endOfText(text, at)
      last = [at, end]
      at = end
      continue
    }
    if (code === minus || isDigit(code)) {
      const { end, isLong } = numeralAt(text, at)
      if (isLong && !isExact(text.slice(at, end)))
        return levels.map(({ isArray, index, name }) => (isArray ? String(index) : nameOf(text, name)))
      at = end
      continue
    }
    if (code === openObject || code === openArray)
      levels.push({ isArray: code === openArray, index: 0, name: last })
    else if (code === closeObject || code === closeArray) levels.pop()
    else if (code === comma && level) level.index++
    else if (code === colon && level) level.name = last
    at++
  }
  return undefined
}

/** The error text for an inexact number; it follows the name of the field. */
export const notExact =
  'contains an integer beyond 9007199254740991 (2^53 - 1) or a number that is too large for JSON and would be changed. Send it as text'
