/** How often something is sent to a stranger before it counts as undeliverable. */
export const maxAttempts = 8

/** Milliseconds after the first attempt; each later pause is three times as long. */
const firstPause = 60_000
const growth = 3

/**
 * When to try again (unix milliseconds) after so many attempts, the failed one included; undefined: not any more.
 * Eight attempts span about a day. A pause grows by up to a half at random (`random` answers from 0 to below 1), so
 * that what failed together does not come back together.
 */
export const nextAttempt = (attempts: number, now: number, random: () => number): number | undefined => {
  if (attempts >= maxAttempts) return undefined
  const pause = firstPause * growth ** Math.max(0, attempts - 1)
  return now + Math.round(pause * (1 + random() / 2))
}
