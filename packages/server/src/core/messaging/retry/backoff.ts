/** Attempts before a delivery counts as undeliverable. */
export const maxAttempts = 8

/** Milliseconds after the first attempt; each later delay is three times as long. */
const firstDelay = 60_000
const growth = 3

/**
 * The time of the next attempt (unix milliseconds) after `attempts` attempts, the failed one included; undefined when
 * no attempt is left. Eight attempts span about a day. Jitter lengthens a delay by up to a half (`random` returns from
 * 0 to below 1), so that deliveries that failed together are not retried together.
 */
export const nextAttempt = (attempts: number, now: number, random: () => number): number | undefined => {
  if (attempts >= maxAttempts) return undefined
  const delay = firstDelay * growth ** Math.max(0, attempts - 1)
  return now + Math.round(delay * (1 + random() / 2))
}
