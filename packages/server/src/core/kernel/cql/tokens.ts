/**
 * The tokens of CQL2 text (OGC 21-065r2, annex B). `text` is the unquoted content of a quoted token, and the source of
 * every other. The parser recognises keywords, since `"and"` is a name and `and` is a keyword.
 */
export type Token = {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign' | 'end'
  readonly text: string
  readonly at: number
}

const space = /[ \t\r\n]*/y
const word = /[\p{L}_][\p{L}\p{N}_.]*/uy
const number = /[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const sign = /<>|<=|>=|[<>=(),]/y
const apostrophes = /'(?:[^']|'')*'/y
const quotes = /"(?:[^"]|"")+"/y

const read = (pattern: RegExp, source: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

export type LexError = { readonly at: number; readonly message: string }

const lexError = (source: string, at: number): LexError => {
  const [found = ''] = source.slice(at, at + 2)
  if (found === "'") return { at, message: 'the text has no closing apostrophe' }
  if (found === '"') return { at, message: 'the name has no closing quotation mark, or is empty' }
  if (source.startsWith('!=', at)) return { at, message: 'unequal is written <>' }
  return { at, message: `unexpected character ${JSON.stringify(found)}` }
}

/** All tokens followed by an `end` token, or the first lexical error. Runs in linear time. */
export const cqlTokens = (source: string): readonly Token[] | LexError => {
  const tokens: Token[] = []
  for (let at = 0; ; ) {
    at += read(space, source, at)?.length ?? 0
    if (at >= source.length) return [...tokens, { kind: 'end', text: '', at }]
    const add = (kind: Token['kind'], found: string, text = found) => {
      tokens.push({ kind, text, at })
      at += found.length
      return true
    }
    const found = read(word, source, at)
    const digits = found === undefined ? read(number, source, at) : undefined
    const symbol = read(sign, source, at)
    const inside = read(apostrophes, source, at)
    const name = read(quotes, source, at)
    const known =
      (found !== undefined && add('word', found)) ||
      (digits !== undefined && add('number', digits)) ||
      (symbol !== undefined && add('sign', symbol)) ||
      (inside !== undefined && add('text', inside, inside.slice(1, -1).replaceAll("''", "'"))) ||
      (name !== undefined && add('name', name, name.slice(1, -1).replaceAll('""', '"')))
    if (!known) return lexError(source, at)
  }
}
