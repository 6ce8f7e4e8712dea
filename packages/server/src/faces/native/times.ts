/** RFC 3339 in UTC, of unix milliseconds. */
export const time = (ms: number): string => new Date(ms).toISOString()

/** Unix milliseconds of RFC 3339; NaN for a second that there was not. */
export const readTime = <T extends null | undefined>(text: string | T): number | T =>
  typeof text === 'string' ? Date.parse(text) : text

export const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms))
