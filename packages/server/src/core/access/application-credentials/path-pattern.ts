type Piece = { readonly kind: 'character'; readonly is: string } | { readonly kind: 'segment' | 'anything' }

/** `*` and `{name}` match one or more characters other than a slash, `**` matches any text; the rest matches itself. */
const piecesOf = (pattern: string): readonly Piece[] => {
  const pieces: Piece[] = []
  for (const [text] of pattern.matchAll(/\{[^}]*\}|\*\*|[\s\S]/g)) {
    if (text === '**') pieces.push({ kind: 'anything' })
    else if (text === '*' || text.length > 1) pieces.push({ kind: 'segment' })
    else pieces.push({ kind: 'character', is: text })
  }
  return pieces
}

/** Bounds the cost of a comparison; no path of an API is longer. */
const maxPath = 1024

/**
 * Whether a path matches a pattern, as keystonemiddleware matches them (keystone.md section 18). Simulates all states of
 * the pattern in one pass over the path, so that no pattern causes backtracking (T75).
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
      // The segment has its first character and may continue.
      if (piece.kind === 'segment' && character !== '/') next.push(place)
    }
    places = reached(next, pieces)
    if (places.size === 0) return false
  }
  return places.has(pieces.length)
}

/** The states, with those reachable because `**` matches the empty text. */
const reached = (places: readonly number[], pieces: readonly Piece[]): ReadonlySet<number> => {
  const all = new Set(places)
  for (const place of all) if (pieces[place]?.kind === 'anything') all.add(place + 1)
  return all
}
