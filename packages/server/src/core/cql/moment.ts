const written =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?([Zz]|[+-]\d\d:\d\d)?)?$/

const offsetOf = (zone: string | undefined): number | undefined => {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))]
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/**
 * Unix milliseconds of a date (its first moment in UTC) or of a date and a time (UTC unless it says otherwise);
 * undefined for what is no date.
 */
export const momentOf = (text: string): number | undefined => {
  const found = written.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = found
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)]
  const date = new Date(0)
  date.setUTCFullYear(parts[0] ?? 0, parts[1], parts[2])
  date.setUTCHours(parts[3] ?? 0, parts[4], parts[5], Number(fraction.padEnd(3, '0').slice(0, 3)))
  const shown = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ]
  const offset = offsetOf(zone)
  // What JavaScript would carry over (the 30th of February, 25 o'clock) was no moment.
  if (offset === undefined || parts.some((part, i) => part !== shown[i])) return undefined
  return date.getTime() - offset
}
