export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2
}

export const medianOf = <T>(results: readonly T[], value: (result: T) => number): number =>
  median(results.map(value))

/** The median of the ratios of each round, so that a slow machine affects both sides alike. */
export const ratioOf = <A, B>(
  ones: readonly A[],
  others: readonly B[],
  value: (one: A) => number,
  other: (one: B) => number,
): number => median(ones.map((one, i) => value(one) / other(others[i] as B)))

/** Runs the sides alternately (A B A B …) and returns the results of each side. */
export const inTurns = async <const S extends Readonly<Record<string, () => Promise<unknown>>>>(
  rounds: number,
  sides: S,
): Promise<{ readonly [K in keyof S]: readonly Awaited<ReturnType<S[K]>>[] }> => {
  const results = Object.fromEntries(Object.keys(sides).map((name) => [name, [] as unknown[]]))
  for (let round = 0; round < rounds; round++)
    for (const [name, measure] of Object.entries(sides)) results[name]?.push(await measure())
  return results as never
}
