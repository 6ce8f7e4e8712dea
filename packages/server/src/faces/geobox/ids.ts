import { notFound } from '../../core/refusal.ts'

/** The whole number that an id is, or undefined: `1` is one, `01` and `1.0` are not. */
export const numberOf = (text: string): number | undefined => {
  const number = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined
  return Number.isSafeInteger(number) ? number : undefined
}

/** An id that cannot be one is of nothing. */
export const idIn = (noun: string, text: string): number => {
  const number = numberOf(text)
  if (number === undefined) throw notFound(noun, text)
  return number
}

const dashed = /^([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/i

/** Sessions have 32 hexadecimal digits inside, and UUIDs here. */
export const uuidOf = (id: string): string =>
  id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export const sessionIdIn = (uuid: string): string => {
  const found = dashed.exec(uuid)
  if (!found) throw notFound('session', uuid)
  return found.slice(1).join('').toLowerCase()
}
