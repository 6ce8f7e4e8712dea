/** More of them would cost more than they leave out. */
const most = 8
/** One that so many times more texts have than have the rarest leaves out little, and takes long to read. */
const muchMore = 32

/** What a text must hold: a part of three letters or more, all of several, or any. */
export type Match =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Match[] }

/** Of how many texts, among some of them, a trigram is a part. */
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

/** Every trigram that may be asked about. */
export const trigramsIn = (match: Match): readonly string[] =>
  match.kind === 'text' ? trigramsOf(match.text) : match.of.flatMap(trigramsIn)

const quoted = (trigram: string) => `"${trigram.replaceAll('"', '""')}"`

/**
 * What asks an FTS5 index of trigrams for all texts that can match, and few others: with what is known of their
 * rarity by the rarest, otherwise by some from everywhere.
 */
export const trigramMatch = (match: Match, rarities?: Rarities): string => {
  if (match.kind === 'text') {
    const all = trigramsOf(match.text)
    return (rarities ? rarest(all, rarities) : spread(all)).map(quoted).join(' AND ')
  }
  const parts = match.of.map((one) => `(${trigramMatch(one, rarities)})`)
  return parts.join(match.kind === 'all' ? ' AND ' : ' OR ')
}
