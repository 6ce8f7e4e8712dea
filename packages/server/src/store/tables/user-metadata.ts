import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Metadata } from '../../core/directory/users/metadata.ts'
import type { Scalar } from '../../core/kernel/filters/filter-expression.ts'
import type { DialectName } from '../engine/dialect.ts'
import { type Match, trigramMatch } from '../user-search/trigrams.ts'

/**
 * The certain beginning of an attribute in JSON text; for an object or a list, up to the opening bracket.
 */
const said = ([name, value]: readonly [string, unknown]): string => {
  const text = JSON.stringify(value)
  return `${JSON.stringify(name)}:${typeof value === 'object' && value !== null ? text.slice(0, 1) : text}`
}

/** The text that the metadata of matching users must contain. */
export const metadataMatch = (wanted: Metadata): Match => ({
  kind: 'all',
  of: Object.entries(wanted).map((one) => ({ kind: 'text', text: said(one) })),
})

/** An index condition for all users whose metadata can contain these attributes, and few others. */
export const mayHold = (dialect: DialectName, wanted: Metadata): RawBuilder<SqlBool> => {
  if (dialect === 'postgres')
    return sql`(metadata is not null and metadata::jsonb @> ${JSON.stringify(wanted)}::jsonb)`
  return byTrigrams(metadataMatch(wanted))
}

const byTrigrams = (match: Match): RawBuilder<SqlBool> =>
  sql`number in (select rowid from user_metadata_search where user_metadata_search match ${trigramMatch(match)})`

/** The text that the metadata of users with this value at the path must contain. */
export const attributeMatch = (path: readonly string[], value: Scalar): Match => ({
  kind: 'text',
  text: said([path.at(-1) ?? '', value]),
})

/** An index condition for all users that can have this value at the path, and few others. */
export const mayHaveAttribute = (
  dialect: DialectName,
  path: readonly string[],
  value: Scalar,
): RawBuilder<SqlBool> => {
  if (dialect === 'sqlite') return byTrigrams(attributeMatch(path, value))
  const wanted = path.reduceRight<unknown>((inside, name) => ({ [name]: inside }), value)
  return mayHold(dialect, wanted as Metadata)
}
