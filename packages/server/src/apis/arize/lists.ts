import { requireCaller } from '../../core/kernel/caller.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import type { CursorOf } from '../../core/kernel/paging/cursors.ts'
import type { Slice } from '../../core/kernel/paging/list-query.ts'
import type { Position } from '../../core/kernel/paging/position.ts'
import { isLongerThan } from '../../core/kernel/text.ts'
import { BadRequest } from '../../http/api.ts'
import { decodeEnum } from './client-versions.ts'
import type { ArizeContext } from './request-context.ts'

export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

const defaultLimit = 50
const maxLimit = 100
/** Maximum length of a search text in characters. */
const maxText = 255

const wrong = (parameter: string, detail: string) =>
  new BadRequest(`Invalid query parameter '${parameter}': it ${detail}.`, parameter)

/** An optional parameter that may occur once; empty counts as absent. */
export const readText = (query: RawQuery, name: string): string | undefined => {
  const value = query[name]
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw wrong(name, 'must be specified once')
  return value
}

export const readSearch = (query: RawQuery, name: string): string | undefined => {
  const text = readText(query, name)
  if (text !== undefined && isLongerThan(text, maxText))
    throw wrong(name, `must be at most ${maxText} characters long`)
  return text
}

const meant = <W extends string>(name: string, words: readonly W[], input: string): W => {
  const word = decodeEnum(words, input)
  if (word === undefined) throw wrong(name, `must be one of ${words.join(', ')}`)
  return word
}

export const readWord = <W extends string>(
  query: RawQuery,
  name: string,
  words: readonly W[],
): W | undefined => {
  const text = readText(query, name)
  return text === undefined ? undefined : meant(name, words, text)
}

/** A repeatable parameter; undefined if absent. */
export const readChoices = <W extends string>(
  query: RawQuery,
  name: string,
  words: readonly W[],
): readonly W[] | undefined => {
  const value = query[name]
  if (value === undefined || value === '') return undefined
  return [value].flat().map((input) => meant(name, words, input))
}

export type RequestedPage = {
  readonly limit: number
  readonly from: Position | undefined
  readonly of: CursorOf
}

/** The page of a list; its cursor is bound to the other parameters. */
export const readPage = (list: string, query: RawQuery, { caller, cursors }: ArizeContext): RequestedPage => {
  const limit = readText(query, 'limit') ?? String(defaultLimit)
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > maxLimit)
    throw wrong('limit', `must be a whole number from 1 to ${maxLimit}`)
  const parameters = Object.entries(query)
    .filter(([name]) => name !== 'limit' && name !== 'cursor')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  // Signed into cursors, so the names stay.
  const of = { list: `arize ${list}`, userId: requireCaller(caller).userId, asked: parameters }
  const cursor = readText(query, 'cursor')
  const from = cursor === undefined ? undefined : cursors.open(of, cursor)
  if (cursor !== undefined && from === undefined)
    throw domainError('invalid', 'cursor_invalid', 'This cursor belongs to another list, query or user.')
  return { limit: Number(limit), from, of }
}

/** Contains a cursor only if more rows follow. */
export const pagination = <T>(
  { rows, more }: Slice<T>,
  { of }: RequestedPage,
  position: (row: T) => Position,
  { cursors }: ArizeContext,
) => {
  const last = rows.at(-1)
  return more && last !== undefined
    ? { has_more: true, next_cursor: cursors.seal(of, position(last)) }
    : { has_more: false }
}
