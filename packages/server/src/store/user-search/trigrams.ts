/** Maximum number of trigrams in a query; more cost more than they exclude. */
const most = 8
/** Maximum frequency of a trigram relative to the rarest one; more frequent ones exclude little and are slow. */
const muchMore = 32

/** What a text must contain: a part of at least three characters, all of several parts, or any of them. */
export type Match =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Match[] }

/** The number of sampled texts that contain each trigram. */
export type Rarities = ReadonlyMap<string, number>

const trigramsOf = (text: string): readonly string[] => {
  const letters = [...text]
  return letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''))
}

const spread = (all: readonly string[]): readonly string[] => {
  const step = Math.max(1, (all.length - 1) / (most - 1))
  const chosen = Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.round(i * step)] ?? '')
  return [...new Set(chosen)]
}

const rarest = (all: readonly string[], rarities: Rarities): readonly string[] => {
  const had = (trigram: string) => Math.max(1, rarities.get(trigram) ?? 1)
  const sorted = [...new Set(all)].sort((a, b) => had(a) - had(b)).slice(0, most)
  return sorted.filter((one) => had(one) <= muchMore * had(sorted[0] ?? ''))
}

/** All trigrams of a match. */
export const trigramsIn = (match: Match): readonly string[] =>
  match.kind === 'text' ? trigramsOf(match.text) : match.of.flatMap(trigramsIn)

const quoted = (trigram: string) => `"${trigram.replaceAll('"', '""')}"`

/**
 * The query of an FTS5 trigram index for all texts that can match, and few others: with the rarest trigrams if
 * rarities are known, otherwise with evenly spread ones.
 */
export const trigramMatch = (match: Match, rarities?: Rarities): string => {
  if (match.kind === 'text') {
    const all = trigramsOf(match.text)
    return (rarities ? rarest(all, rarities) : spread(all)).map(quoted).join(' AND ')
  }
  const parts = match.of.map((one) => `(${trigramMatch(one, rarities)})`)
  return parts.join(match.kind === 'all' ? ' AND ' : ' OR ')
}
