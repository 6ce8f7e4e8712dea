import { falsehoods, truths } from '@muster/contract/keystone/shapes.ts'
import type { Comparison, Filter, ListQuery, Slice } from '../../core/kernel/paging/list-query.ts'
import { readIsoTime } from '../../core/kernel/times.ts'
import { BadRequest, type RequestContext } from '../../http/api.ts'
import { linkTo } from './links.ts'

export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/** The attribute of each query parameter, and how its text is parsed. */
export type FilterKeys<Key extends string> = Readonly<
  Record<string, { readonly key: Key; readonly kind: 'text' | 'flag' | 'loose_flag' | 'time' }>
>

const inexact = new Set(['contains', 'startswith', 'endswith', 'icontains', 'istartswith', 'iendswith'])
const times = new Set(['lt', 'lte', 'gt', 'gte', 'eq', 'neq'])
const loosely = new Set(['0', 'f', 'false', 'off', 'n', 'no'])

/** keystone.md section 4.1: the accepted spellings; others are 400. */
export const readFlag = (name: string, word: string): boolean => {
  if (truths.includes(word as never)) return true
  if (falsehoods.includes(word as never)) return false
  throw new BadRequest(`Invalid input for field '${name}': ${word.slice(0, 64)} is not a boolean.`, name)
}

/** A flag parameter: present means true whatever its value, except `0`. */
export const isPresent = (query: RawQuery, name: string): boolean =>
  query[name] !== undefined && query[name] !== '0'

const readTime = (name: string, text: string): { op: Comparison; value: number } => {
  const [, op = 'eq', stamp = ''] = /^(?:([a-z]+):)?(.+)$/s.exec(text) ?? []
  const value = stamp.length > 10 ? readIsoTime(stamp) : undefined
  if (!times.has(op) || value === undefined)
    throw new BadRequest(
      `Invalid input for field '${name}': specify an operator and a time, as in lt:2026-01-02T03:04:05Z.`,
      name,
    )
  return { op: op as Comparison, value }
}

const readFilters = <Key extends string>(query: RawQuery, keys: FilterKeys<Key>): Filter<Key>[] => {
  const filters: Filter<Key>[] = []
  for (const [parameter, raw] of Object.entries(query)) {
    const [name = '', comparison, ...rest] = parameter.split('__')
    const known = Object.hasOwn(keys, name) ? keys[name] : undefined
    if (!known || rest.length > 0 || (comparison !== undefined && !inexact.has(comparison))) continue
    for (const text of Array.isArray(raw) ? raw : [raw ?? '']) {
      if (comparison !== undefined)
        filters.push({ key: known.key, op: comparison as Comparison, value: text })
      else if (known.kind === 'flag') filters.push({ key: known.key, op: 'eq', value: readFlag(name, text) })
      else if (known.kind === 'loose_flag')
        filters.push({ key: known.key, op: 'eq', value: !loosely.has(text.toLowerCase()) })
      else if (known.kind === 'time') filters.push({ key: known.key, ...readTime(name, text) })
      else filters.push({ key: known.key, op: 'eq', value: text })
    }
  }
  return filters
}

const single = (value: RawQuery[string]): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

/** Maximum number of filters: more are never needed and slow down query planning. */
const maxFilters = 50

/** Maximum and default page size (`max_db_limit`). */
export const maxLimit = 1000

/** Reads limit, marker and the known filters; other parameters are ignored (keystone.md section 4). */
export const readList = <Key extends string>(query: RawQuery, keys: FilterKeys<Key>): ListQuery<Key> => {
  const limit = single(query['limit'])
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit))
    throw new BadRequest(
      `Invalid input for field 'limit': ${limit.slice(0, 64)} is not a positive number.`,
      'limit',
    )
  const where = readFilters(query, keys)
  if (where.length > maxFilters) throw new BadRequest(`A list takes at most ${maxFilters} filters.`)
  const after = single(query['marker'])
  return {
    where,
    page: { limit: Math.min(Number(limit ?? maxLimit), maxLimit), ...(after ? { after } : {}) },
  }
}

/** Links of a complete list. */
export const wholeListLinks = (context: RequestContext) => ({
  self: `${context.base}${context.url}`,
  next: null,
  previous: null,
})

/** Links of a list, with the next page after the marker if there is one. */
export const linksOf = (context: RequestContext, limit: number, marker: string | undefined) => {
  if (marker === undefined) return { links: wholeListLinks(context) }
  const [path = '', search] = context.url.split('?', 2)
  const query = new URLSearchParams(search)
  query.set('limit', String(limit))
  query.set('marker', marker)
  const next = `${linkTo(context, path.replace(/^\/v3/, ''))}?${query}`
  return {
    links: { ...wholeListLinks(context), next },
    // openstacksdk reads this, but neither `links.next` nor an HTTP Link header with an absolute URL.
    next,
    truncated: true as const,
  }
}

/** `{"users": […], "links": {…}}`, with the next page if there is one. */
export const collectionOf = <K extends string, T extends { readonly id: string }, W>(
  context: RequestContext,
  name: K,
  { rows, more }: Slice<T>,
  limit: number,
  show: (row: T) => W,
) => {
  const shown = { [name]: rows.map(show) } as Record<K, W[]>
  return { ...shown, ...linksOf(context, limit, more ? (rows.at(-1)?.id ?? '') : undefined) }
}
