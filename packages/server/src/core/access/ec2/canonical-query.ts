const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** RFC 3986 percent-encoding with upper-case digits. Undefined for text with lone surrogates. */
const percentEncode = (text: string): string | undefined => {
  if (!text.isWellFormed()) return undefined
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

type Options = {
  /** The parameter that carries the signature; it is not signed. */
  readonly without: string
  /** Whether parameters are sorted by their plain or by their percent-encoded names. */
  readonly sorted: 'plain' | 'encoded'
}

/** `a=1&b=2`, sorted by name. Undefined for text that a URL cannot hold. */
export const canonicalQuery = (
  params: Readonly<Record<string, string>>,
  { without, sorted }: Options,
): string | undefined => {
  const pairs = Object.keys(params)
    .filter((name) => name !== without)
    .sort(byCodeUnit)
    .map((name) => ({ name: percentEncode(name), value: percentEncode(params[name] ?? '') }))
  if (pairs.some(({ name, value }) => name === undefined || value === undefined)) return undefined
  if (sorted === 'encoded') pairs.sort((a, b) => byCodeUnit(a.name ?? '', b.name ?? ''))
  return pairs.map(({ name, value }) => `${name}=${value}`).join('&')
}
