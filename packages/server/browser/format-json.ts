const isOpen = (token: string): boolean => token === '{' || token === '['

/** Indents JSON text without parsing its values, so that large numbers stay exact. */
export const formatJson = (text: string): string => {
  const parts: string[] = []
  let depth = 0
  let previous = ''
  const breakLine = () => parts.push(`\n${'  '.repeat(Math.min(depth, 40))}`)
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"{}[\],:]+|[{}[\],:]/g)) {
    if (token === '}' || token === ']') {
      depth--
      if (!isOpen(previous)) breakLine()
    } else if (isOpen(previous) || previous === ',') breakLine()
    parts.push(token === ':' ? ': ' : token)
    if (isOpen(token)) depth++
    previous = token
  }
  return parts.join('')
}
