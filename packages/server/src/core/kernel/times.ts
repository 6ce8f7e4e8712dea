const written =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?([Zz]|[+-]\d\d:?\d\d)?)?$/
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/

const offsetOf = (zone: string | undefined): number | undefined => {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/** The start of year 1 and the end of year 9999, which four-digit years can represent. */
const [earliest, latest] = [-62_135_596_800_000, 253_402_300_799_999]

/**
 * Unix milliseconds of an ISO 8601 date (its start in UTC) or date and time (UTC without an offset). Undefined for other
 * text, including days that do not exist, 24:00, leap seconds and years beyond 9999. Digits after the milliseconds are
 * dropped. Times are parsed only with the functions in this file: `Date.parse` accepts other forms, rolls over into the
 * next month and returns NaN.
 */
export const readIsoTime = (text: string): number | undefined => {
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
  // JavaScript rolls 30 February and 25 o'clock over.
  if (offset === undefined || parts.some((part, i) => part !== shown[i])) return undefined
  const time = date.getTime() - offset
  return time >= earliest && time <= latest ? time : undefined
}

/** As `readIsoTime`, with microseconds as the fraction; digits after those are dropped. */
export const readIsoMicroseconds = (text: string): number | undefined => {
  const time = readIsoTime(text)
  const [, beyond = ''] = /\.\d{3}(\d{1,3})/.exec(text) ?? []
  return time === undefined ? undefined : time + Number(beyond.padEnd(3, '0')) / 1000
}

/** As `readIsoTime` for RFC 3339 only: with seconds, and with Z or an offset. */
export const readRfc3339 = (text: string): number | undefined =>
  rfc3339.test(text) ? readIsoTime(text) : undefined

const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/

/** As `readIsoTime` for the basic form of AWS signatures: `20260131T120000Z`. */
export const readBasicTime = (text: string): number | undefined =>
  basic.test(text) ? readIsoTime(text.replace(basic, '$1-$2-$3T$4:$5:$6Z')) : undefined

const mail = /^([A-Z][a-z]{2}), (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC|([+-]\d{4}))$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Unix milliseconds of an RFC 5322 or HTTP date: `Sat, 31 Jan 2026 12:00:00 GMT`. */
export const readMailTime = (text: string): number | undefined => {
  const [, weekday = '', day = '', month = '', year, clock, zone = 'Z'] = mail.exec(text) ?? []
  const at = months.indexOf(month)
  if (at < 0 || !days.includes(weekday)) return undefined
  const two = (number: number | string) => String(number).padStart(2, '0')
  return readIsoTime(`${year}-${two(at + 1)}-${two(day)}T${clock}${zone}`)
}
