type Piece = { readonly kind: 'character'; readonly is: string } | { readonly kind: 'segment' | 'anything' }

/** `*` and `{name}` stand for something without a slash, `**` for anything or nothing; the rest for itself. */
const piecesOf = (pattern: string): readonly Piece[] => {
  const pieces: Piece[] = []
  for (const [text] of pattern.matchAll(/\{[^}]*\}|\*\*|[\s\S]/g)) {
    if (text === '**') pieces.push({ kind: 'anything' })
    else if (text === '*' || text.length > 1) pieces.push({ kind: 'segment' })
    else pieces.push({ kind: 'character', is: text })
  }
  return pieces
}

/** Longer than any path that names something; what a comparison may cost has an end. */
const maxPath = 1024

/**
 * Whether a path is one that a pattern describes, as keystonemiddleware reads them (keystone.md section 18).
 * Goes through the path once with every place of the pattern that is still possible, so that no pattern makes
 * it slow (T75).
 */
export const pathFits = (pattern: string, path: string): boolean => {
  if (path.length > maxPath) return false
  const pieces = piecesOf(pattern)
  let places = reached([0], pieces)
  for (const character of path.split('')) {
    const next: number[] = []
    for (const place of places) {
      const piece = pieces[place]
      if (piece === undefined) continue
      if (piece.kind === 'anything') next.push(place)
      else if (piece.kind === 'character' ? piece.is === character : character !== '/') next.push(place + 1)
      // One character stands already: the segment may go on.
      if (piece.kind === 'segment' && character !== '/') next.push(place)
    }
    places = reached(next, pieces)
    if (places.size === 0) return false
  }
  return places.has(pieces.length)
}

/** The places, and those that follow because "anything" may be nothing. */
const reached = (places: readonly number[], pieces: readonly Piece[]): ReadonlySet<number> => {
  const all = new Set(places)
  for (const place of all) if (pieces[place]?.kind === 'anything') all.add(place + 1)
  return all
}
