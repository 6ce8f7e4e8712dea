/** A token of CQL2 text. `text` of a word is as written, of a name and a text without its quotation marks. */
export type Token = { readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign'; readonly text: string }

const pattern =
  /\s*(?:([A-Za-z_][\w.]*)|"((?:[^"]|"")*)"|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|(<>|<=|>=|[=<>(),]))/y

/** The tokens of a filter; undefined for text that is not CQL2. */
export const tokensOf = (source: string): readonly Token[] | undefined => {
  const tokens: Token[] = []
  const text = source.trimEnd()
  pattern.lastIndex = 0
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text)
    if (!found) return undefined
    const [, word, name, literal, number, sign] = found
    if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replaceAll('""', '"') })
    else if (literal !== undefined) tokens.push({ kind: 'text', text: literal.replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else tokens.push({ kind: 'sign', text: sign ?? '' })
  }
  return tokens
}
