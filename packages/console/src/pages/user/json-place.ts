/** Where a text stops being JSON: lines and columns from 1, and the offset. */
export type JsonPlace = { readonly line: number; readonly column: number; readonly offset: number }

const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON excludes control characters from strings
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y
const space = /[ \t\r\n]*/y

/**
 * The first place that is not JSON, or undefined for JSON (RFC 8259). Browsers report the place in different ways or not
 * at all. Objects and arrays are kept on a list, so that deep nesting does not overflow the stack.
 */
export const jsonErrorPlace = (text: string): JsonPlace | undefined => {
  let at = 0
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found !== null
  }
  const takeMark = (mark: string): boolean => {
    take(space)
    if (text[at] !== mark) return false
    at += 1
    take(space)
    return true
  }
  const takeKey = (): boolean => take(string) && takeMark(':')
  const open: ('{' | '[')[] = []
  const fails = (): boolean => {
    take(space)
    for (;;) {
      if (takeMark('{')) {
        if (!takeMark('}')) {
          open.push('{')
          if (!takeKey()) return true
          continue
        }
      } else if (takeMark('[')) {
        if (!takeMark(']')) {
          open.push('[')
          continue
        }
      } else if (!take(string) && !take(literal)) return true
      for (;;) {
        const around = open.at(-1)
        if (around === undefined) {
          take(space)
          return at < text.length
        }
        if (takeMark(',')) {
          if (around === '{' && !takeKey()) return true
          break
        }
        if (!takeMark(around === '{' ? '}' : ']')) return true
        open.pop()
      }
    }
  }
  return fails() ? placeAt(text, at) : undefined
}

export const placeAt = (text: string, offset: number): JsonPlace => {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1, offset }
}
