/** Maximum number of waiting tasks in one queue; further tasks are rejected at once. */
const longest = 500

/** Named queues, each of which runs one task at a time in order of arrival. */
export const makeLines = () => {
  const ends = new Map<string, { readonly last: Promise<void>; readonly length: number }>()
  return {
    isInUse: (name: string): boolean => ends.has(name),
    isFull: (name: string): boolean => (ends.get(name)?.length ?? 0) >= longest,
    async take<T>(name: string, work: () => Promise<T>): Promise<T> {
      const before = ends.get(name)
      const { promise: over, resolve: end } = Promise.withResolvers<void>()
      const mine = { last: over, length: (before?.length ?? 0) + 1 }
      ends.set(name, mine)
      await before?.last
      try {
        return await work()
      } finally {
        if (ends.get(name) === mine) ends.delete(name)
        end()
      }
    },
  }
}
