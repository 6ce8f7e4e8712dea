import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { PatternPart } from '../core/finding/condition.ts'
import type { UserSearch, UserSearchField } from '../core/users/user-store.ts'
import { userSearchFields } from '../core/users/user-store.ts'
import type { DialectName } from './dialect.ts'
import { foldedText } from './filters.ts'
import { trigramMatch } from './trigrams.ts'

/** Letters of a text that say who can have all of it. */
const enough = 255

const between = '\u001f'

/** As the migration that made the index wrote it. */
const everything = sql.join(
  userSearchFields.map((field) => sql`coalesce(${sql.ref(field)}, '')`),
  sql` || char(31) || `,
)

/**
 * All users who can have the text in a searched field, and few others, by the index of trigrams; undefined where
 * the index is no help. The text is in lower case.
 */
export const mayContain = (dialect: DialectName, whole: string): RawBuilder<SqlBool> | undefined => {
  const text = [...whole.slice(0, 2 * enough)].slice(0, enough).join('')
  if (text.includes('\0') || text.includes(between)) return undefined
  if (dialect === 'postgres')
    return /[\p{L}\p{N}]{3}/u.test(text)
      ? sql`search like ${`%${text.replaceAll(/[%_\\]/g, '\\$&')}%`} escape '\\'`
      : undefined
  if ([...text].length < 3) return undefined
  return sql`number in (select rowid from user_search where user_search match ${trigramMatch(text)})`
}

/** The part of a pattern that narrows most. */
export const longestText = (pattern: readonly PatternPart[]): string =>
  pattern.reduce<string>(
    (longest, part) => (typeof part === 'string' && part.length > longest.length ? part : longest),
    '',
  )

const contains = (dialect: DialectName, where: RawBuilder<unknown>, text: string): RawBuilder<SqlBool> =>
  dialect === 'sqlite' ? sql`instr(${where}, ${text}) > 0` : sql`strpos(${where}, ${text}) > 0`

/** Whether one of the fields holds the text, whatever its case. */
export const searchSql = (dialect: DialectName, { text: given, fields }: UserSearch): RawBuilder<SqlBool> => {
  const text = given.toLowerCase()
  if (text.includes('\0') || fields.length === 0) return sql`1 = 0`
  const all = new Set<UserSearchField>(fields).size === userSearchFields.length
  if (all && !text.includes(between)) {
    const where = dialect === 'sqlite' ? foldedText(dialect, everything) : sql.ref('search')
    return contains(dialect, where, text)
  }
  const each = fields.map((field) => contains(dialect, foldedText(dialect, sql.ref(field)), text))
  return sql`(${sql.join(each, sql` or `)})`
}
