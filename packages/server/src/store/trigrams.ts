/** More of them would cost more than they leave out. */
const most = 8

const trigramsOf = (text: string): readonly string[] => {
  const letters = [...text]
  const all = letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''))
  const step = Math.max(1, (all.length - 1) / (most - 1))
  const chosen = Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.round(i * step)] ?? '')
  return [...new Set(chosen)]
}

/** What asks an FTS5 index of trigrams for texts with all of those in this one, which has three letters or more. */
export const trigramMatch = (text: string): string =>
  trigramsOf(text)
    .map((trigram) => `"${trigram.replaceAll('"', '""')}"`)
    .join(' AND ')
