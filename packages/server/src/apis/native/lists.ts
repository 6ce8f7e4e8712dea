import { requireCaller } from '../../core/kernel/caller.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import type { CursorOf } from '../../core/kernel/paging/cursors.ts'
import { eq, type Filter, type ListQuery, type Slice } from '../../core/kernel/paging/list-query.ts'
import type { Position } from '../../core/kernel/paging/position.ts'
import { BadRequest } from '../../http/api.ts'
import { parseJson } from '../../http/read-json.ts'
import type { NativeContext } from './request-context.ts'

export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

const defaultLimit = 50
const maxLimit = 1000

export const invalidParameter = (parameter: string, detail: string) =>
  new BadRequest(`Invalid query parameter '${parameter}': it ${detail}.`, parameter, [{ parameter, detail }])

/** An optional parameter that may occur once. */
export const readText = (query: RawQuery, name: string): string | undefined => {
  const value = query[name]
  if (value === undefined || typeof value === 'string') return value
  throw invalidParameter(name, 'must be specified once')
}

export const readChoice = <T extends string>(
  query: RawQuery,
  name: string,
  choices: readonly T[],
): T | undefined => {
  const text = readText(query, name)
  if (text === undefined) return undefined
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw invalidParameter(name, `must be one of ${choices.join(', ')}`)
  return choice
}

/** A JSON object in a parameter. */
export const readObject = (query: RawQuery, name: string): Readonly<Record<string, unknown>> | undefined => {
  const text = readText(query, name)
  if (text === undefined) return undefined
  try {
    const value = parseJson(Buffer.from(text))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>
  } catch (thrown) {
    if (isDomainError(thrown, 'invalid'))
      throw domainError('invalid', thrown.code, thrown.message, { parameter: name })
    if (!(thrown instanceof BadRequest)) throw thrown
  }
  throw invalidParameter(name, 'must be a JSON object')
}

/** Parameters that may differ between pages. */
const unbound = new Set(['limit', 'cursor', 'count'])

export type RequestedPage = {
  readonly limit: number
  readonly from: Position | undefined
  readonly of: CursorOf
}

/** Reads limit and cursor of a list. Cursors are bound to the filters and the order, not to the limit. */
export const readPage = (
  list: string,
  query: RawQuery,
  { caller, cursors }: NativeContext,
): RequestedPage => {
  const limit = readText(query, 'limit') ?? String(defaultLimit)
  if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > maxLimit)
    throw invalidParameter('limit', `must be a whole number from 1 to ${maxLimit}`)
  const parameters = Object.entries(query)
    .filter(([name]) => !unbound.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  // Signed into cursors, so the names stay.
  const of = { list, userId: requireCaller(caller).userId, asked: parameters }
  const cursor = readText(query, 'cursor')
  const from = cursor === undefined ? undefined : cursors.open(of, cursor)
  if (cursor !== undefined && from === undefined)
    throw domainError('invalid', 'cursor_invalid', 'This cursor belongs to another list, query or user.', {
      parameter: 'cursor',
    })
  return { limit: Number(limit), from, of }
}

type Conditions<Key extends string> = { readonly [K in Key]?: string | undefined }

/** The condition of `search` on objects that have no other text to search. */
export const searchName = (query: RawQuery): readonly Filter<'name'>[] => {
  const text = readText(query, 'search')
  return text === undefined ? [] : [{ key: 'name', op: 'icontains', value: text }]
}

/** The query of a list ordered by id. Undefined conditions are left out. */
export const pageById = <Key extends string>(
  { limit, from }: RequestedPage,
  conditions: Conditions<Key>,
  more: readonly Filter<Key>[] = [],
): ListQuery<Key | 'id'> => ({
  where: [
    ...(Object.entries(conditions) as [Key, string | undefined][]).flatMap(([key, value]) =>
      value === undefined ? [] : [eq<Key | 'id'>(key, value)],
    ),
    ...more,
    // Not the marker of the page, which must exist: cursors stay valid when their row is deleted.
    ...(from === undefined ? [] : [{ key: 'id', op: 'gt', value: from.id } as const]),
  ],
  page: { limit },
})

/** The position in a list ordered by id. */
export const position = ({ id }: { readonly id: string }): Position => ({ id })

/** The cursor after the last row; null if no rows follow. */
export const nextCursor = <T>(
  { rows, more }: Slice<T>,
  { of }: RequestedPage,
  position: (row: T) => Position,
  { cursors }: NativeContext,
): string | null => {
  const last = rows.at(-1)
  return more && last !== undefined ? cursors.seal(of, position(last)) : null
}
