import type { CqlFields } from '../../core/kernel/cql/fields.ts'
import { parseCql } from '../../core/kernel/cql/parse-cql.ts'
import type { FilterExpression } from '../../core/kernel/filters/filter-expression.ts'
import type { Sort } from '../../core/kernel/paging/position.ts'
import { BadRequest } from '../../http/api.ts'
import { numberOf } from './ids.ts'

export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

const defaultLimit = 10
const maxLimit = 1000
/** Maximum number of sort keys. */
const maxKeys = 10

export const invalidParameter = (parameter: string, detail: string) =>
  new BadRequest(`${parameter} ${detail}`, parameter, [{ parameter, detail }])

/** An optional parameter that may occur once; empty counts as absent. */
export const readText = (query: RawQuery, name: string): string | undefined => {
  const value = query[name]
  if (value !== undefined && typeof value !== 'string') throw invalidParameter(name, 'must be specified once')
  return value === '' ? undefined : value
}

export const readChoice = <T extends string>(
  query: RawQuery,
  name: string,
  choices: readonly T[],
): T | undefined => {
  const text = readText(query, name)
  const choice = choices.find((known) => known === text)
  if (text !== undefined && choice === undefined)
    throw invalidParameter(name, `must be one of ${choices.join(', ')}`)
  return choice
}

/** A boolean in Python's spelling, `True` or `False`. */
export const readFlag = (query: RawQuery, name: string): boolean => {
  const text = readText(query, name)?.toLowerCase()
  if (text !== undefined && text !== 'true' && text !== 'false')
    throw invalidParameter(name, 'must be True or False')
  return text === 'true'
}

export const readId = (query: RawQuery, name: string): number | undefined => {
  const text = readText(query, name)
  const id = text === undefined ? undefined : numberOf(text)
  if (text !== undefined && id === undefined) throw invalidParameter(name, 'must be a whole number from 1')
  return id
}

export const readPage = (query: RawQuery): { readonly skip: number; readonly limit: number } => {
  const skip = readText(query, 'skip') ?? '0'
  if (!/^\d{1,9}$/.test(skip)) throw invalidParameter('skip', 'must be a whole number from 0 to 999999999')
  const limit = readText(query, 'limit') ?? String(defaultLimit)
  if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > maxLimit)
    throw invalidParameter('limit', `must be a whole number from 1 to ${maxLimit}`)
  return { skip: Number(skip), limit: Number(limit) }
}

/** `username A, created_at D`; ascending by default. Undefined if absent. */
export const readOrder = <K extends string>(
  query: RawQuery,
  keys: Readonly<Record<string, K>>,
): readonly Sort<K>[] | undefined => {
  const parts = readText(query, 'order_by')?.split(',')
  if (parts && parts.length > maxKeys)
    throw invalidParameter('order_by', `must name at most ${maxKeys} fields`)
  return parts?.map((part) => {
    const found = /^(\w+)(?:\s+([AD]))?$/i.exec(part.trim())
    const [, name = '', way = 'A'] = found ?? []
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined
    if (key === undefined)
      throw invalidParameter(
        'order_by',
        `must be a comma-separated list of fields, each followed by A or D; the fields are ${Object.keys(keys).join(', ')}`,
      )
    return { key, descending: way.toUpperCase() === 'D' }
  })
}

export const readFilter = <K extends string>(
  query: RawQuery,
  fields: CqlFields<K>,
): FilterExpression<K> | undefined => {
  const text = readText(query, 'q')
  return text === undefined ? undefined : parseCql(text, fields, 'q')
}

/** The search text and its fields; `q` replaces it (geobox.md section 7). Without fields, all text fields are searched. */
export const readSearch = <K extends string>(
  query: RawQuery,
  fields: Readonly<Record<string, K>>,
): { readonly text: string; readonly fields: readonly K[] | undefined } | undefined => {
  const text = readText(query, 'search')
  const names = readText(query, 'search_fields')?.split(',')
  const keys = names?.map((name) => {
    const key = Object.hasOwn(fields, name.trim()) ? fields[name.trim()] : undefined
    if (key === undefined)
      throw invalidParameter(
        'search_fields',
        `must be a comma-separated list of ${Object.keys(fields).join(', ')}`,
      )
    return key
  })
  if (text === undefined || readText(query, 'q') !== undefined) return undefined
  return { text, fields: keys && [...new Set(keys)] }
}
