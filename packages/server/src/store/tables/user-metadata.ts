import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Metadata } from '../../core/directory/users/metadata.ts'
import type { Scalar } from '../../core/kernel/filters/filter-expression.ts'
import type { DialectName } from '../engine/dialect.ts'
import { type Match, trigramMatch } from '../user-search/trigrams.ts'

/**
 * How JSON text says an attribute, as far as it is certain: of an object or a list there is an opening bracket at
 * least.
 */
const said = ([name, value]: readonly [string, unknown]): string => {
  const text = JSON.stringify(value)
  return `${JSON.stringify(name)}:${typeof value === 'object' && value !== null ? text.slice(0, 1) : text}`
}

/** What the metadata of users who can have these attributes holds as text. */
export const metadataMatch = (wanted: Metadata): Match => ({
  kind: 'all',
  of: Object.entries(wanted).map((one) => ({ kind: 'text', text: said(one) })),
})

/** All users whose metadata can hold these attributes, and few others, by an index. */
export const mayHold = (dialect: DialectName, wanted: Metadata): RawBuilder<SqlBool> => {
  if (dialect === 'postgres')
    return sql`(metadata is not null and metadata::jsonb @> ${JSON.stringify(wanted)}::jsonb)`
  return byTrigrams(metadataMatch(wanted))
}

const byTrigrams = (match: Match): RawBuilder<SqlBool> =>
  sql`number in (select rowid from user_metadata_search where user_metadata_search match ${trigramMatch(match)})`

/** What the metadata of users who can have the value at the end of that path holds as text. */
export const attributeMatch = (path: readonly string[], value: Scalar): Match => ({
  kind: 'text',
  text: said([path.at(-1) ?? '', value]),
})

/** All users who can have that value at the end of the path, and few others, by an index. */
export const mayHaveAttribute = (
  dialect: DialectName,
  path: readonly string[],
  value: Scalar,
): RawBuilder<SqlBool> => {
  if (dialect === 'sqlite') return byTrigrams(attributeMatch(path, value))
  const wanted = path.reduceRight<unknown>((inside, name) => ({ [name]: inside }), value)
  return mayHold(dialect, wanted as Metadata)
}
