import { isDomainError } from '../../kernel/domain-error.ts'
import { checkPathSegment, normalizeLine, normalizeText } from '../../kernel/text.ts'
import { readIsoMicroseconds } from '../../kernel/times.ts'
import type { SourceRow } from './keystone-source.ts'

/** Why a row cannot come, for the report. */
export class CannotCome extends Error {
  override readonly name = 'CannotCome'
}

/** Limits of one JSON value of a row. */
const maxJsonLength = 65_535
const maxJsonDepth = 32

/** The sentence of a domain error becomes the reason in the report. */
export const orCannotCome = <T>(read: () => T): T => {
  try {
    return read()
  } catch (thrown) {
    if (isDomainError(thrown, 'invalid') || isDomainError(thrown, 'failed_precondition'))
      throw new CannotCome(thrown.message)
    throw thrown
  }
}

/** Text with 0 to `max` characters; null stays null. */
export const optionalText = (row: SourceRow, column: string, max: number): string | null => {
  const value = row[column]
  if (value === null || value === undefined) return null
  return orCannotCome(() => normalizeText(column, String(value), max))
}

export const requiredText = (row: SourceRow, column: string, max: number): string => {
  const text = optionalText(row, column, max)
  if (text === null) throw new CannotCome(`${column} is null.`)
  return text
}

/** A name as it is stored; Muster would trim it and not find it again. */
export const nameOf = (noun: string, row: SourceRow, column: string, max: number): string => {
  const name = requiredText(row, column, max)
  const normalized = orCannotCome(() => normalizeLine(noun, name, max))
  if (normalized !== name) throw new CannotCome(`${column} begins or ends with white space.`)
  return orCannotCome(() => checkPathSegment(column, name, noun))
}

const controls = /[\p{Cc}/]/u

/** An id, which clients use in paths. */
export const idOf = (row: SourceRow, column: string, max = 64): string => {
  const id = requiredText(row, column, max)
  if (id === '' || id !== id.trim() || controls.test(id))
    throw new CannotCome(`${column} is empty or has characters that cannot be part of a URL path.`)
  return orCannotCome(() => checkPathSegment(column, id))
}

export const optionalId = (row: SourceRow, column: string, max = 64): string | null =>
  row[column] === null || row[column] === undefined || row[column] === '' ? null : idOf(row, column, max)

export const flagOf = (row: SourceRow, column: string): boolean => Number(row[column] ?? 0) === 1

export const integerOf = (row: SourceRow, column: string): number => {
  const value = Number(row[column] ?? Number.NaN)
  if (!Number.isSafeInteger(value) || Math.abs(value) > 2_147_483_647)
    throw new CannotCome(`${column} is not an integer of 32 bits.`)
  return value
}

/** Unix milliseconds with microseconds as the fraction, of a column of Keystone's type DateTime. */
export const timeOf = (row: SourceRow, column: string): number | null => {
  const value = row[column]
  if (value === null || value === undefined || value === '') return null
  const time = readIsoMicroseconds(String(value))
  if (time === undefined) throw new CannotCome(`${column} is not a time.`)
  return time
}

/** As `timeOf`, of a column of Keystone's type DateTimeInt: microseconds since 1970. */
export const microsecondsOf = (row: SourceRow, column: string): number | null => {
  const value = row[column]
  if (value === null || value === undefined) return null
  const text = String(value)
  // More digits than a number can have: drivers return those as text.
  if (!/^-?\d{1,18}$/.test(text)) throw new CannotCome(`${column} is not a time.`)
  const microseconds = BigInt(text)
  return Number(microseconds / 1000n) + Number(microseconds % 1000n) / 1000
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isDeeperThan = (value: unknown, depth: number): boolean => {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1))
}

/** The value of a JSON column; undefined for null. */
export const jsonOf = (row: SourceRow, column: string, max = maxJsonLength): unknown => {
  const text = optionalText(row, column, max)
  if (text === null || text === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (!isDeeperThan(value, maxJsonDepth)) {
      // Escapes in JSON can contain what plain text cannot.
      orCannotCome(() => normalizeText(column, unescaped(value), max * 2))
      return value ?? undefined
    }
  } catch (thrown) {
    if (thrown instanceof CannotCome) throw thrown
    throw new CannotCome(`${column} is not JSON.`)
  }
  throw new CannotCome(`${column} is nested more than ${maxJsonDepth} levels deep.`)
}

/** All texts of a value, one after the other. */
const unescaped = (value: unknown): string => {
  if (typeof value === 'string') return value
  return isObject(value) || Array.isArray(value)
    ? Object.entries(value)
        .map(([name, member]) => `${name} ${unescaped(member)}`)
        .join(' ')
    : ''
}

export const objectOf = (row: SourceRow, column: string): Readonly<Record<string, unknown>> => {
  const value = jsonOf(row, column)
  if (value === undefined) return {}
  if (!isObject(value)) throw new CannotCome(`${column} is not a JSON object.`)
  return value
}

/** Ids in a JSON list. */
export const idListOf = (row: SourceRow, column: string): readonly string[] => {
  const value = jsonOf(row, column)
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every((id) => typeof id === 'string' && id !== ''))
    throw new CannotCome(`${column} is not a list of ids.`)
  return value as readonly string[]
}

/** Removes a text attribute from extra attributes: what Keystone stores there and Muster in a column. */
export const takeText = (
  extra: Readonly<Record<string, unknown>>,
  name: string,
  max: number,
): { readonly text: string | null; readonly rest: Readonly<Record<string, unknown>> } => {
  const { [name]: value, ...rest } = extra
  if (typeof value !== 'string') return { text: null, rest: extra }
  return { text: orCannotCome(() => normalizeText(name, value, max)), rest }
}
