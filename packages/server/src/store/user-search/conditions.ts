import { sql } from 'kysely'
import type { Metadata } from '../../core/directory/users/metadata.ts'
import type { UserFilterKey, UserSearch, UserSelection } from '../../core/directory/users/user-store.ts'
import { type UserSearchField, userSearchFields } from '../../core/directory/users/user-store.ts'
import type { FilterExpression, PatternPart, Scalar } from '../../core/kernel/filters/filter-expression.ts'
import type { Filter } from '../../core/kernel/paging/list-query.ts'
import { fold } from '../../core/kernel/text.ts'
import type { DialectName } from '../engine/dialect.ts'
import { expressionSql } from '../engine/filter-sql.ts'
import { attributeMatch, mayHaveAttribute, mayHold, metadataMatch } from '../tables/user-metadata.ts'
import { metadataHolds } from './metadata-sql.ts'
import { matching, mayBe, mayBeLike, mayContain, searchSql, type Texts } from './search-users.ts'
import { allOf, type Test } from './selectivity.ts'
import type { TrigramTable } from './trigram-rarity.ts'
import type { Match } from './trigrams.ts'
import { type UserColumns, userColumnsAt } from './user-columns.ts'

type UserCondition = FilterExpression<UserFilterKey>

const nothing: UserCondition = { kind: 'any', of: [] }
const many = { any: 'many' } as const

const patternFor = (op: string, text: string): readonly PatternPart[] => {
  const parts = text === '' ? [] : [text]
  if (op.endsWith('contains')) return [many, ...parts, many]
  return op.endsWith('startswith') ? [...parts, many] : [many, ...parts]
}

const asCondition = (columns: UserColumns, { key, op, value }: Filter<UserFilterKey>): UserCondition => {
  if (value === null) {
    const absent: UserCondition = { kind: 'isNull', key }
    return op === 'neq' ? { kind: 'not', of: absent } : absent
  }
  const { kind } = columns[key]
  switch (op) {
    case 'eq':
    case 'neq':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return {
        kind: 'compare',
        key,
        op,
        value: kind === 'flag' ? value === true || value === 1 : value,
      }
    default:
      break
  }
  if (kind !== 'text' || typeof value !== 'string') return nothing
  const ignoresCase = op.startsWith('i')
  return {
    kind: 'like',
    key,
    pattern: patternFor(op, ignoresCase ? fold(value) : value),
    fold: ignoresCase,
  }
}

const flat = (condition: UserCondition): readonly UserCondition[] =>
  condition.kind === 'all' ? condition.of.flatMap(flat) : [condition]

/** All filters of users except the search, as conditions that must all match. */
export const conditionsOf = (
  columns: UserColumns,
  { where, filter }: UserSelection,
): readonly UserCondition[] => [
  ...where.map((one) => asCondition(columns, one)),
  ...(filter ? flat(filter) : []),
]

const isSearched = (key: UserFilterKey): key is UserSearchField & UserFilterKey =>
  userSearchFields.some((field) => field === key)
/** Keys for which equality matches only a few users in practice. */
const pointing = new Set<UserFilterKey>(['id', 'number', 'name', 'email', 'claimed_email'])
const indexed = new Set<UserFilterKey>([...pointing, 'domain_id', 'plan_id'])
const ordered = new Set<UserFilterKey>([
  'number',
  'name',
  'display_name',
  'email',
  'created_at',
  'updated_at',
  'last_active_at',
])

/** Maximum number of texts for the trigram index; more cost more than they exclude. */
const mostTexts = 20

const common: Partial<Record<UserFilterKey, string>> = { status: 'active', kind: 'human' }

/** A condition with an index: `index` matches all users of `exact`, and few others. */
export type IndexCandidate = {
  readonly index: Test
  readonly exact: Test
  /** Matches almost no users. */
  readonly point: boolean
  /** The equivalent query of the trigram index on SQLite. */
  readonly asks?: { readonly table: TrigramTable; readonly match: Match } | undefined
  /** The index returns its matches without reading the rows. */
  readonly inOrder?: boolean
}

export type UserTests = {
  /** The conditions that exactly the requested users match. */
  readonly exact: readonly Test[]
  /** Those conditions that have an index. */
  readonly drivers: readonly IndexCandidate[]
}

const isRare = (key: UserFilterKey, value: Scalar) => common[key] !== undefined && common[key] !== value

type Known = Omit<IndexCandidate, 'exact'>

const byTexts = (texts: Texts | undefined): Known | undefined =>
  texts && {
    index: texts.index,
    point: false,
    asks: texts.match && { table: 'user_search', match: texts.match },
  }

/** Several conditions of the same trigram index as one query. */
const askedTogether = (kind: 'all' | 'any', all: readonly Known[]): Known | undefined => {
  const of = all.flatMap(({ asks }) => (asks?.table === 'user_search' ? [asks.match] : []))
  return of.length > 0 && of.length === all.length ? byTexts(matching({ kind, of })) : undefined
}

const knownOf = (
  dialect: DialectName,
  columns: UserColumns,
  condition: UserCondition,
  inactivity: boolean,
): Known | undefined => {
  const exactly = (point = false): Known => ({ index: expressionSql(dialect, columns, condition), point })
  const isText = (key: UserFilterKey, value: Scalar): Known | undefined =>
    typeof value === 'string' && isSearched(key) ? byTexts(mayBe(dialect, key, value)) : undefined
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const all = condition.of.map((one) => knownOf(dialect, columns, one, inactivity))
      const known = all.filter((one) => one !== undefined)
      const either = condition.kind === 'any'
      if (known.length === 0 || (either && known.length < all.length)) return undefined
      const together = askedTogether(condition.kind, known)
      if (together) return together
      const word = either ? sql` or ` : sql` and `
      const index: Test = sql`(${sql.join(
        known.map((one) => one.index),
        word,
      )})`
      const points = known.map(({ point }) => point)
      return { index, point: either ? !points.includes(false) : points.includes(true) }
    }
    case 'compare': {
      const { key, op, value, fold: ignoresCase = false } = condition
      if (condition.path)
        return op === 'eq' && !ignoresCase ? byAttribute(dialect, condition.path, value) : undefined
      if (op === 'neq') return undefined
      if (op !== 'eq') return ordered.has(key) ? { ...exactly(), inOrder: true } : undefined
      if (!ignoresCase && !inactivity && isRare(key, value)) {
        // These partial indexes contain only rare values, and need the literal condition.
        const { index } = exactly()
        return { index: sql`(${sql.ref(key)} <> ${sql.lit(common[key])} and ${index})`, point: false }
      }
      if (!ignoresCase && indexed.has(key)) return exactly(pointing.has(key))
      return isText(key, value)
    }
    case 'in': {
      const { key, fold: ignoresCase = false, values } = condition
      if (!ignoresCase && indexed.has(key)) return exactly(pointing.has(key) && values.length <= 100)
      if (values.length > mostTexts) return undefined
      const all = values.map((value) => isText(key, value)).filter((one) => one !== undefined)
      return all.length === values.length ? askedTogether('any', all) : undefined
    }
    case 'between':
    case 'isNull':
      return ordered.has(condition.key) ? { ...exactly(), inOrder: true } : undefined
    case 'like':
      return isSearched(condition.key)
        ? byTexts(mayBeLike(dialect, condition.key, condition.pattern, condition.fold))
        : undefined
    default:
      return undefined
  }
}

export const testsOf = (
  dialect: DialectName,
  { search, metadata = {}, inactiveBefore }: Omit<UserSelection, 'where' | 'filter'>,
  conditions: readonly UserCondition[],
): UserTests => {
  const columns = userColumnsAt(dialect, inactiveBefore)
  const tests: readonly { readonly exact: Test; readonly known: Known | undefined }[] = [
    ...conditions.map((one) => ({
      exact: expressionSql(dialect, columns, one),
      known: knownOf(dialect, columns, one, inactiveBefore !== undefined),
    })),
    ...metadataHolds(dialect, sql.ref('metadata'), metadata).map((exact) => ({
      exact,
      known: byMetadata(dialect, metadata),
    })),
    ...(search ? [bySearch(dialect, search)] : []),
  ]
  const drivers = tests.flatMap(({ exact, known }) => (known ? [{ ...known, exact }] : []))
  return { exact: tests.map(({ exact }) => exact), drivers: together(drivers) }
}

/** Replaces several conditions of a trigram index by one. */
const together = (drivers: readonly IndexCandidate[]): readonly IndexCandidate[] => {
  const texts = drivers.filter(({ asks }) => asks?.table === 'user_search')
  const joined = texts.length > 1 ? askedTogether('all', texts) : undefined
  if (!joined) return drivers
  const others = drivers.filter((one) => !texts.includes(one))
  return [...others, { ...joined, exact: allOf(texts.map(({ exact }) => exact)) }]
}

const byMetadata = (dialect: DialectName, metadata: Metadata): Known => ({
  index: mayHold(dialect, metadata),
  point: false,
  asks: dialect === 'sqlite' ? { table: 'user_metadata_search', match: metadataMatch(metadata) } : undefined,
})

const byAttribute = (dialect: DialectName, path: readonly string[], value: Scalar): Known => {
  const match = attributeMatch(path, value)
  return {
    index: mayHaveAttribute(dialect, path, value),
    point: false,
    asks: dialect === 'sqlite' ? { table: 'user_metadata_search', match } : undefined,
  }
}

const bySearch = (dialect: DialectName, search: UserSearch) => ({
  exact: searchSql(dialect, search),
  known: byTexts(mayContain(dialect, fold(search.text))),
})
