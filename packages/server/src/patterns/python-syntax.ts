/** Why a pattern has no equivalent; the rest of a sentence about it. */
export class UnsupportedSyntax extends Error {}

const unsupported = (problem: string): never => {
  throw new UnsupportedSyntax(problem)
}

/** The classes of Python, which know all of Unicode; those of RE2 know ASCII only. First and last are classes, so that no range begins or ends with them. */
const inClass: Readonly<Record<string, string>> = {
  d: String.raw`\p{Nd}`,
  D: String.raw`\P{Nd}`,
  w: String.raw`\p{L}_\p{N}`,
  s: String.raw`\p{Z}\x{0b}\x{1c}-\x{1f}\x{85}\s`,
}

const outside: Readonly<Record<string, string>> = {
  d: `[${inClass['d']}]`,
  D: `[${inClass['D']}]`,
  w: `[${inClass['w']}]`,
  W: `[^${inClass['w']}]`,
  s: `[${inClass['s']}]`,
  S: `[^${inClass['s']}]`,
  A: String.raw`\A`,
  Z: String.raw`\z`,
}

/** The same in both. */
const characters = new Set('nrtfva')
const digitsOf: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

type Part = { readonly text: string; readonly end: number }

/** An escape that means the same inside and outside of a class. `at` is its backslash. */
const readEscape = (pattern: string, at: number): Part => {
  const char = pattern[at + 1]
  if (char === undefined) return unsupported('ends with a backslash.')
  if (characters.has(char)) return { text: `\\${char}`, end: at + 2 }
  const digits = digitsOf[char]
  if (digits !== undefined) {
    const hex = pattern.slice(at + 2, at + 2 + digits)
    if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex))
      return unsupported(`has an incomplete escape \\${char}.`)
    return { text: `\\x{${hex.replace(/^0+(?=.)/, '')}}`, end: at + 2 + digits }
  }
  if (/[0-9]/.test(char))
    return unsupported(
      `has \\${char}, a backreference or an octal number. A backreference cannot be matched in linear time.`,
    )
  if (char === 'b' || char === 'B')
    return unsupported(
      `has \\${char}, which would not know letters outside of ASCII. Write (?:^|\\W) and (?:\\W|$) instead.`,
    )
  if (/[a-zA-Z]/.test(char)) return unsupported(`has the escape \\${char}, which is not supported here.`)
  return { text: /[!-/:-@[-`{-~ ]/.test(char) ? `\\${char}` : char, end: at + 2 }
}

const everything = new Set(['\\s\\S', '\\S\\s', '\\d\\D', '\\D\\d', '\\w\\W', '\\W\\w'])

/** A class from its `[`. */
const readClass = (pattern: string, start: number): Part => {
  const idiom = pattern.slice(start + 1, start + 5)
  if (everything.has(idiom) && pattern[start + 5] === ']') return { text: '(?s:.)', end: start + 6 }
  let at = start + 1
  let text = '['
  if (pattern[at] === '^') {
    text += '^'
    at += 1
  }
  for (let isFirst = true; ; isFirst = false) {
    const char = pattern[at]
    if (char === undefined) return unsupported('has a [ without its ].')
    if (char === ']' && !isFirst) return { text: `${text}]`, end: at + 1 }
    if (char !== '\\') {
      text += char === '[' || char === ']' ? `\\${char}` : char
      at += 1
      continue
    }
    const letter = pattern[at + 1] ?? ''
    if (Object.hasOwn(inClass, letter) || letter === 'b') {
      text += letter === 'b' ? String.raw`\x{8}` : inClass[letter]
      at += 2
      continue
    }
    const part = readEscape(pattern, at)
    text += part.text
    at = part.end
  }
}

/** What follows `(`. */
const readGroup = (pattern: string, at: number): Part => {
  const rest = pattern.slice(at, at + 80)
  if (!rest.startsWith('(?')) return { text: '(', end: at + 1 }
  if (/^\(\?<?[=!]/.test(rest))
    return unsupported('has a lookahead or lookbehind, which cannot be matched in linear time.')
  if (rest.startsWith('(?P='))
    return unsupported('has a backreference, which cannot be matched in linear time.')
  const known = /^\(\?(?:P<[A-Za-z_]\w{0,63}>|(?:[ims]*(?:-[ims]+)?):)/.exec(rest)
  if (known) return { text: known[0], end: at + known[0].length }
  const flags = /^\(\?[ims]+\)/.exec(rest)
  if (flags && at === 0) return { text: flags[0], end: flags[0].length }
  return unsupported(
    `has ${rest.slice(0, 3)}. Of the groups that begin with (? only (?:…), (?P<name>…) and the flags i, m and s are supported.`,
  )
}

/** A repetition, as in `{2,3}`, or a brace that is just a character. */
const readBrace = (pattern: string, at: number): Part => {
  const found = /^\{(\d{0,4})(?:(,)(\d{0,4}))?\}/.exec(pattern.slice(at, at + 12))
  if (!found || found[0] === '{}') return { text: '\\{', end: at + 1 }
  const [whole, least = '', comma, most = ''] = found
  const end = at + whole.length
  return { text: comma ? `{${least || '0'},${most}}` : `{${least}}`, end }
}

/** A `$`. It is also before a newline at the end, as in Python; with the flag m, it means the same in both. */
const readEnd = (pattern: string, at: number): Part => {
  if (/\(\?[is]*m/.test(pattern)) return { text: '$', end: at + 1 }
  const next = pattern[at + 1]
  if (next !== undefined && next !== ')' && next !== '|')
    return unsupported('has $ before other parts, which then match at most a newline. Write $ at the end.')
  return { text: String.raw`(?:\n?\z)`, end: at + 1 }
}

const readPart = (pattern: string, at: number): Part => {
  const char = pattern[at] ?? ''
  switch (char) {
    case '\\': {
      const letter = pattern[at + 1] ?? ''
      const known = Object.hasOwn(outside, letter) ? outside[letter] : undefined
      return known === undefined ? readEscape(pattern, at) : { text: known, end: at + 2 }
    }
    case '[':
      return readClass(pattern, at)
    case '(':
      return readGroup(pattern, at)
    case '{':
      return readBrace(pattern, at)
    case '$':
      return readEnd(pattern, at)
    case '}':
    case ']':
      return { text: `\\${char}`, end: at + 1 }
    default:
      return { text: char, end: at + 1 }
  }
}

/** A regular expression of Python as one of RE2 that is found in the same texts. Throws `UnsupportedSyntax`. */
export const toRe2 = (pattern: string): string => {
  let text = ''
  for (let at = 0; at < pattern.length; ) {
    const part = readPart(pattern, at)
    text += part.text
    at = part.end
  }
  return text
}
