/** Indents JSON text without parsing its values, so that large numbers stay exact. Other text is returned as it is. */
export const formatJson = (text: string): string => {
  let depth = 0
  let formatted = ''
  const line = () => `\n${'  '.repeat(Math.min(depth, 40))}`
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"{}[\],:]+|[{}[\],:]/g)) {
    if (token === '{' || token === '[') {
      depth++
      formatted += token + line()
    } else if (token === '}' || token === ']') {
      depth--
      formatted = /[{[]\s*$/.test(formatted) ? formatted.trimEnd() + token : formatted + line() + token
    } else if (token === ',') formatted += token + line()
    else formatted += token === ':' ? ': ' : token
  }
  return formatted
}
