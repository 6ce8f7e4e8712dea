/** The value of a `datetime-local` field, in the time zone of the reader. */
export const toLocalTime = (iso: string | undefined): string => {
  const time = new Date(iso ?? Number.NaN)
  if (Number.isNaN(time.getTime())) return ''
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The time of a `datetime-local` field in UTC; undefined while it is empty or incomplete. */
export const fromLocalTime = (local: string): string | undefined => {
  const time = new Date(local)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
