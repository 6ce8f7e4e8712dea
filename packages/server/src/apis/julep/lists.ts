import { isDomainError } from '../../core/kernel/domain-error.ts'
import { notExact } from '../../core/kernel/exact-numbers.ts'
import { BadRequest } from '../../http/api.ts'
import { parseJson } from '../../http/read-json.ts'

type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/** Default values of the query (julep.md section 3, list). */
const defaults = { limit: '100', offset: '0', metadata_filter: '{}', sort_by: 'created_at', order: 'desc' }
type Name = keyof typeof defaults

const maxLimit = 1000
/** Larger than any list, and within the integer range of every database. */
const maxOffset = 1_000_000_000

const wrong = (name: Name, detail: string) => new BadRequest(`Query parameter ${name} ${detail}.`, name)

const readText = (query: RawQuery, name: Name): string => {
  const value = query[name] ?? defaults[name]
  if (typeof value === 'string') return value
  throw wrong(name, 'must be specified once')
}

const readWhole = (query: RawQuery, name: 'limit' | 'offset', least: number, most: number): number => {
  const text = readText(query, name)
  const value = Number(text)
  if (!/^\d{1,10}$/.test(text) || value < least || value > most)
    throw wrong(name, `must be a whole number from ${least} to ${most}`)
  return value
}

/** The client sends enum values with a type prefix: `ListUsersRequestOrder.ASC`. */
const readChoice = <T extends string>(query: RawQuery, name: Name, choices: readonly T[]): T => {
  const text = readText(query, name)
    .replace(/^[A-Za-z]+\./, '')
    .toLowerCase()
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw wrong(name, `must be one of ${choices.join(', ')}`)
  return choice
}

const readFilter = (query: RawQuery): Readonly<Record<string, unknown>> => {
  const text = readText(query, 'metadata_filter')
  try {
    const value = parseJson(Buffer.from(text))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>
  } catch (thrown) {
    if (isDomainError(thrown, 'invalid')) throw wrong('metadata_filter', notExact)
    if (!(thrown instanceof BadRequest)) throw thrown
  }
  throw wrong('metadata_filter', 'must be a JSON object')
}

/** The filter, the order and the page of a list. */
export const readList = (query: RawQuery) => ({
  limit: readWhole(query, 'limit', 1, maxLimit),
  skip: readWhole(query, 'offset', 0, maxOffset),
  metadata: readFilter(query),
  sort: {
    key: readChoice(query, 'sort_by', ['created_at', 'updated_at'] as const),
    descending: readChoice(query, 'order', ['asc', 'desc'] as const) === 'desc',
  },
})
