/** The last input in any tab of the console: unix milliseconds. */
const key = 'muster.console.last-input'

export const writeLastInput = (): void => localStorage.setItem(key, String(Date.now()))

/** Begins now, where there is none or the clock went back. */
export const readLastInput = (): number => {
  const stored = Number(localStorage.getItem(key))
  const now = Date.now()
  if (stored > 0 && stored <= now) return stored
  writeLastInput()
  return now
}
