export type OnInvalidate = (keys: readonly string[]) => void

/** Sends the cache keys that a commit of this or another node invalidates to every subscriber, in order. */
export type Invalidation = {
  readonly publish: OnInvalidate
  readonly subscribe: (...subscribers: readonly OnInvalidate[]) => void
}

export const makeInvalidation = (): Invalidation => {
  const all: OnInvalidate[] = []
  return {
    publish(keys) {
      for (const subscriber of all) subscriber(keys)
    },
    subscribe: (...subscribers) => void all.push(...subscribers),
  }
}

/** A subscriber to one key. */
export const onKey =
  (key: string, work: () => void): OnInvalidate =>
  (keys) => {
    if (keys.includes(key)) work()
  }
