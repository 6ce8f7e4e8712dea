export type DocsEntry = {
  readonly kind: 'resource' | 'operation' | 'field' | 'error' | 'event'
  readonly name: string
  readonly about: string
  /** Relative to the start page. */
  readonly url: string
}

/** The longest query in characters; the page cuts off longer ones, and the server rejects them. */
export const maxQuery = 100

/** An operation is usually wanted rather than one of the many error codes with the same word. */
const weights = { resource: 40, operation: 30, field: 15, event: 10, error: 0 }

/** How well an entry matches; undefined unless each term occurs in it. */
const scoreOf = ({ kind, name, about }: DocsEntry, terms: readonly string[]): number | undefined => {
  const [title, text] = [name.toLowerCase(), about.toLowerCase()]
  let score = weights[kind]
  for (const term of terms) {
    const at = title.indexOf(term)
    if (at < 0 && !text.includes(term)) return undefined
    if (title === term) score += 100
    else if (at === 0) score += 20
    else if (at > 0) score += /\w/.test(title[at - 1] ?? '') ? 5 : 12
    else score += 1
  }
  return score
}

/** The entries that contain every word of the query, the best first. The server and the page search alike. */
export const rank = (entries: readonly DocsEntry[], query: string, limit: number): readonly DocsEntry[] => {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  if (terms.length === 0) return []
  return entries
    .flatMap((entry) => {
      const score = scoreOf(entry, terms)
      return score === undefined ? [] : [{ entry, score }]
    })
    .sort((a, b) => b.score - a.score || a.entry.name.length - b.entry.name.length)
    .slice(0, limit)
    .map(({ entry }) => entry)
}
