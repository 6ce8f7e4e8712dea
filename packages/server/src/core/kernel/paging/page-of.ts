import { notFound } from '../domain-error.ts'
import type { Page, Slice } from './list-query.ts'

/** A page of a short list in memory. Rejects with `not_found` for an unknown marker. */
export const pageOf = <T extends { readonly id: string }>(
  rows: readonly T[],
  { limit, after }: Page,
): Slice<T> => {
  if (after !== undefined && !rows.some(({ id }) => id === after)) throw notFound('marker', after)
  const left = rows
    .filter(({ id }) => after === undefined || id > after)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return { rows: left.slice(0, limit), more: left.length > limit }
}
