/** RFC 3339 in UTC, of unix milliseconds. */
export const time = (ms: number): string => new Date(ms).toISOString()

export const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms))
