import { sql } from 'kysely'
import type { Condition, PatternPart, Scalar } from '../core/finding/condition.ts'
import type { Filter } from '../core/lists/list-query.ts'
import type { UserFilterKey, UserSearch, UserSelection } from '../core/users/user-store.ts'
import { userSearchFields } from '../core/users/user-store.ts'
import { conditionSql } from './condition-sql.ts'
import type { DialectName } from './dialect.ts'
import { metadataHolds } from './metadata-sql.ts'
import { type UserColumns, userColumnsAt } from './user-columns.ts'
import { mayHold } from './user-metadata.ts'
import type { Test } from './user-sample.ts'
import { longestText, mayContain, searchSql } from './user-search.ts'

type UserCondition = Condition<UserFilterKey>

const nothing: UserCondition = { kind: 'any', of: [] }
const many = { any: 'many' } as const

const patternFor = (op: string, text: string): readonly PatternPart[] => {
  const parts = text === '' ? [] : [text]
  if (op.endsWith('contains')) return [many, ...parts, many]
  return op.endsWith('startswith') ? [...parts, many] : [many, ...parts]
}

const asCondition = (columns: UserColumns, { key, op, value }: Filter<UserFilterKey>): UserCondition => {
  if (value === null) {
    const absent: UserCondition = { kind: 'absent', key }
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
  const fold = op.startsWith('i')
  return { kind: 'like', key, pattern: patternFor(op, fold ? value.toLowerCase() : value), fold }
}

const flat = (condition: UserCondition): readonly UserCondition[] =>
  condition.kind === 'all' ? condition.of.flatMap(flat) : [condition]

/** Everything that is asked of users beside the search, as conditions that must all hold. */
export const conditionsOf = (
  columns: UserColumns,
  { where, filter }: UserSelection,
): readonly UserCondition[] => [
  ...where.map((one) => asCondition(columns, one)),
  ...(filter ? flat(filter) : []),
]

const searched = new Set<string>(userSearchFields)
/** Equality with one of these leaves a handful of users at most, in practice. */
const pointing = new Set<UserFilterKey>(['id', 'number', 'name', 'email'])
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

const common: Partial<Record<UserFilterKey, string>> = { status: 'active', kind: 'human' }

/** What an index can say: all users for whom `exact` holds, and few others, have `index`. */
export type Driver = {
  readonly index: Test
  readonly exact: Test
  /** Next to nobody passes. */
  readonly point: boolean
}

export type UserTests = {
  /** All of them hold for the users asked for, and for nobody else. */
  readonly exact: readonly Test[]
  /** Those of them that an index knows about. */
  readonly drivers: readonly Driver[]
}

const isRare = (key: UserFilterKey, value: Scalar) => common[key] !== undefined && common[key] !== value

type Known = Pick<Driver, 'index' | 'point'>

const knownOf = (
  dialect: DialectName,
  columns: UserColumns,
  condition: UserCondition,
  inactivity: boolean,
): Known | undefined => {
  const exactly = (point = false): Known => ({ index: conditionSql(dialect, columns, condition), point })
  const byText = (key: UserFilterKey, text: string): Known | undefined => {
    const index = searched.has(key) ? mayContain(dialect, text.toLowerCase()) : undefined
    return index && { index, point: false }
  }
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const all = condition.of.map((one) => knownOf(dialect, columns, one, inactivity))
      const known = all.filter((one) => one !== undefined)
      const either = condition.kind === 'any'
      if (known.length === 0 || (either && known.length < all.length)) return undefined
      const word = either ? sql` or ` : sql` and `
      const index: Test = sql`(${sql.join(
        known.map((one) => one.index),
        word,
      )})`
      const points = known.map(({ point }) => point)
      return { index, point: either ? !points.includes(false) : points.includes(true) }
    }
    case 'compare': {
      const { key, op, value, fold } = condition
      if (op === 'neq') return undefined
      if (op !== 'eq') return ordered.has(key) ? exactly() : undefined
      if (!fold && !inactivity && isRare(key, value)) {
        // The indexes of these hold what is rare alone, and must be told so in their own words.
        const { index } = exactly()
        return { index: sql`(${sql.ref(key)} <> ${sql.lit(common[key])} and ${index})`, point: false }
      }
      if (!fold && indexed.has(key)) return exactly(pointing.has(key))
      return typeof value === 'string' ? byText(key, value) : undefined
    }
    case 'among': {
      const { key, fold, values } = condition
      return !fold && indexed.has(key) ? exactly(pointing.has(key) && values.length <= 100) : undefined
    }
    case 'between':
    case 'absent':
      return ordered.has(condition.key) ? exactly() : undefined
    case 'like':
      return byText(condition.key, longestText(condition.pattern))
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
  const asked: readonly { readonly exact: Test; readonly known: Known | undefined }[] = [
    ...conditions.map((one) => ({
      exact: conditionSql(dialect, columns, one),
      known: knownOf(dialect, columns, one, inactiveBefore !== undefined),
    })),
    ...metadataHolds(dialect, sql.ref('metadata'), metadata).map((exact) => ({
      exact,
      known: { index: mayHold(dialect, metadata), point: false },
    })),
    ...(search ? [bySearch(dialect, search)] : []),
  ]
  return {
    exact: asked.map(({ exact }) => exact),
    drivers: asked.flatMap(({ exact, known }) => (known ? [{ ...known, exact }] : [])),
  }
}

const bySearch = (dialect: DialectName, search: UserSearch) => {
  const index = mayContain(dialect, search.text.toLowerCase())
  return { exact: searchSql(dialect, search), known: index && { index, point: false } }
}
