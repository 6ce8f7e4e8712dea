import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { UserSearch, UserSearchField } from '../../core/directory/users/user-store.ts'
import { userSearchFields } from '../../core/directory/users/user-store.ts'
import type { PatternPart } from '../../core/kernel/filters/filter-expression.ts'
import { fold } from '../../core/kernel/text.ts'
import { foldedText } from '../engine/column-filters.ts'
import type { DialectName } from '../engine/dialect.ts'
import { type Match, trigramMatch } from './trigrams.ts'

/** Maximum length of a text for the trigram index. */
const enough = 255

const between = '\u001f'

/** The expression of the migration that created the index. */
const everything = sql.join(
  userSearchFields.map((field) => sql`coalesce(${sql.ref(field)}, '')`),
  sql` || char(31) || `,
)

/** A trigram condition for both databases, and the query of the trigram index on SQLite. */
export type Texts = { readonly index: RawBuilder<SqlBool>; readonly match: Match | undefined }

export const matching = (match: Match): Texts => ({
  index: sql`number in (select rowid from user_search where user_search match ${trigramMatch(match)})`,
  match,
})

/**
 * A trigram condition for all users that can have the text in a searchable field, and few others; undefined if the index
 * is not useful. The text is folded. `before`, `behind`: adjacent characters in the index.
 */
export const mayContain = (
  dialect: DialectName,
  whole: string,
  { before = '', behind = '' } = {},
): Texts | undefined => {
  const searched = [...whole.slice(0, 2 * enough)].slice(0, enough).join('')
  if (searched.includes('\0') || searched.includes(between)) return undefined
  const text = `${before}${searched}${searched === whole ? behind : ''}`
  if (dialect === 'postgres') {
    if (!/[\p{L}\p{N}]{3}/u.test(searched)) return undefined
    const pattern = `%${text.replaceAll(/[%_\\]/g, '\\$&')}%`
    return { index: sql`search like ${pattern} escape '\\'`, match: undefined }
  }
  return [...text].length < 3 ? undefined : matching({ kind: 'text', text })
}

/** A text at the beginning or end of a field is adjacent to the field separator. */
const besides = (field: UserSearchField, begins: boolean, ends: boolean) => ({
  before: begins && field !== userSearchFields[0] ? between : '',
  behind: ends && field !== userSearchFields.at(-1) ? between : '',
})

/** A trigram condition for a complete field. */
export const mayBe = (dialect: DialectName, field: UserSearchField, text: string): Texts | undefined =>
  mayContain(dialect, fold(text), besides(field, true, true))

/**
 * The part of a text that is certain in the folded whole: characters at its ends can compose with their neighbours.
 */
const inside = (text: string, begins: boolean, ends: boolean): string => {
  const rest = begins ? text : text.replace(/^[\p{M}\u1160-\u11ff]+/u, '')
  return ends ? rest : rest.replace(/.\p{M}*$/su, '')
}

/** A trigram condition for the most selective part of a pattern. */
export const mayBeLike = (
  dialect: DialectName,
  field: UserSearchField,
  pattern: readonly PatternPart[],
  isFolded: boolean,
): Texts | undefined => {
  const lengths = pattern.map((part) => (typeof part === 'string' ? part.length : 0))
  const at = lengths.indexOf(Math.max(...lengths))
  const text = pattern[at]
  if (typeof text !== 'string') return undefined
  const [begins, ends] = [at === 0, at === pattern.length - 1]
  const searched = isFolded ? text : fold(inside(text, begins, ends))
  return mayContain(dialect, searched, besides(field, begins, ends))
}

const contains = (dialect: DialectName, where: RawBuilder<unknown>, text: string): RawBuilder<SqlBool> =>
  dialect === 'sqlite' ? sql`instr(${where}, ${text}) > 0` : sql`strpos(${where}, ${text}) > 0`

/** Whether one of the fields contains the text, case-insensitively. */
export const searchSql = (dialect: DialectName, { text: input, fields }: UserSearch): RawBuilder<SqlBool> => {
  const text = fold(input)
  if (text.includes('\0') || fields.length === 0) return sql`1 = 0`
  const all = new Set<UserSearchField>(fields).size === userSearchFields.length
  if (all && !text.includes(between)) {
    const where = dialect === 'sqlite' ? foldedText(dialect, everything) : sql.ref('search')
    return contains(dialect, where, text)
  }
  const each = fields.map((field) => contains(dialect, foldedText(dialect, sql.ref(field)), text))
  return sql`(${sql.join(each, sql` or `)})`
}
