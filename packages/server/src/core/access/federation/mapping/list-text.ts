/** The escapes of a string literal of Python that are one character. */
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
}

const literal = /\s*(?:'((?:[^'\\\n]|\\[^\n])*)'|"((?:[^"\\\n]|\\[^\n])*)")\s*/y

/** Undefined for an escape that is not supported. */
const decodeEscapes = (body: string): string | undefined => {
  let isKnown = true
  const text = body.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_, byte, unit, char) => {
    if (byte !== undefined || unit !== undefined)
      return String.fromCharCode(Number.parseInt(byte ?? unit, 16))
    if (Object.hasOwn(escapes, char)) return escapes[char] ?? ''
    isKnown = false
    return ''
  })
  return isKnown ? text : undefined
}

/** The items of a list in the text form of Python, as in `['a', 'b']`. Undefined for any other text. */
export const readListText = (text: string): readonly string[] | undefined => {
  const list = text.trim()
  if (!list.startsWith('[') || !list.endsWith(']')) return undefined
  const inner = list.slice(1, -1)
  const items: string[] = []
  let at = 0
  while (at < inner.length && inner.slice(at).trim() !== '') {
    literal.lastIndex = at
    const found = literal.exec(inner)
    const item = found ? decodeEscapes(found[1] ?? found[2] ?? '') : undefined
    if (item === undefined) return undefined
    items.push(item)
    at = literal.lastIndex
    if (at < inner.length && inner[at] !== ',') return undefined
    at += 1
  }
  return items
}

const unprintable = /[\p{C}\p{Z}]/u
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

const escaped = (char: string, quote: string): string => {
  if (char === ' ') return char
  if (char === quote) return `\\${char}`
  const known = named[char]
  if (known !== undefined) return known
  if (!unprintable.test(char)) return char
  const code = char.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`
}

const quoted = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return `${quote}${Array.from(text, (char) => escaped(char, quote)).join('')}${quote}`
}

/** The text form of a list in Python, which Keystone inserts where a value has several parts. */
export const toListText = (items: readonly string[]): string => `[${items.map(quoted).join(', ')}]`
