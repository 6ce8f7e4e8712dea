const weightOf = (accept: string, type: RegExp): number => {
  let most = 0
  for (const range of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim())
    if (!type.test(name)) continue
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '')
    most = Math.max(most, weight === undefined ? 1 : Number(weight) || 0)
  }
  return most
}

/**
 * Whether a client prefers a page: it accepts text/html explicitly, and no JSON with a higher weight. Wildcards do not
 * count, because programs send them.
 */
export const prefersHtml = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.length > 1024) return false
  const html = weightOf(accept, /^text\/html$/)
  return html > 0 && html >= weightOf(accept, /^application\/(?:[\w.+-]+[+-])?json/)
}
