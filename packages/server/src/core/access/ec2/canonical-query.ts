const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** RFC 3986: everything but letters, digits and `-._~` in percent and capitals. Undefined for broken characters. */
const percent = (text: string): string | undefined => {
  if (!text.isWellFormed()) return undefined
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

type Options = {
  /** The parameter that carries the signature itself, which it cannot cover. */
  readonly without: string
  /** Whether names are sorted as they are, or as they are written in the address. */
  readonly sorted: 'plain' | 'encoded'
}

/** `a=1&b=2`, sorted by name. Undefined for text that no address can hold. */
export const canonicalQuery = (
  params: Readonly<Record<string, string>>,
  { without, sorted }: Options,
): string | undefined => {
  const pairs = Object.keys(params)
    .filter((name) => name !== without)
    .sort(byCodeUnit)
    .map((name) => ({ name: percent(name), value: percent(params[name] ?? '') }))
  if (pairs.some(({ name, value }) => name === undefined || value === undefined)) return undefined
  if (sorted === 'encoded') pairs.sort((a, b) => byCodeUnit(a.name ?? '', b.name ?? ''))
  return pairs.map(({ name, value }) => `${name}=${value}`).join('&')
}
