import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { UserSortKey } from '../../core/directory/users/user-store.ts'
import type { Position, Sort } from '../../core/kernel/paging/position.ts'
import type { DialectName } from '../engine/dialect.ts'

type Key = {
  readonly nullable?: boolean
  /** No two users have the same. */
  readonly unique?: boolean
  /** An index has it behind the domain; `unique`: and no two users of a domain have the same. */
  readonly inDomain?: 'unique' | 'any'
  /** Text that PostgreSQL would sort by the letters of its own locale. */
  readonly bytewise?: boolean
  /** The index it is walked by has tombstones too. */
  readonly withTombstones?: boolean
}

const keys: Readonly<Record<UserSortKey, Key>> = {
  id: { unique: true, inDomain: 'unique', withTombstones: true },
  number: { unique: true, withTombstones: true },
  name: { inDomain: 'unique' },
  display_name: { nullable: true, bytewise: true },
  given_name: { nullable: true, bytewise: true },
  family_name: { nullable: true, bytewise: true },
  email: { nullable: true, bytewise: true },
  created_at: { inDomain: 'any' },
  updated_at: {},
  last_active_at: { nullable: true },
}

/** A part of an order that one index can walk: those who have what sorts first, or those who lack it. */
export type ScanRange = {
  readonly where: readonly RawBuilder<SqlBool>[]
  readonly order: readonly RawBuilder<unknown>[]
  /** What tells how far the walk has come; several users may stand at the same place. */
  readonly place: readonly RawBuilder<unknown>[]
  readonly descending: boolean
  /** Where to begin: behind this place. */
  readonly from: Place | undefined
  readonly withTombstones: boolean
}

export type Place = readonly (string | number)[]

export type Order = {
  readonly legs: readonly ScanRange[]
  /** The same order for rows that were found otherwise. */
  readonly sorted: readonly RawBuilder<unknown>[]
  /** What it sorts by, and where it begins. */
  readonly columns: readonly UserSortKey[]
  readonly after: RawBuilder<SqlBool> | undefined
}

const row = (of: readonly RawBuilder<unknown>[]) => (of.length === 1 ? sql`${of[0]}` : sql`(${sql.join(of)})`)

/** Behind a place, in the direction of the walk. */
export const beyond = (
  place: readonly RawBuilder<unknown>[],
  at: Place,
  descending: boolean,
): RawBuilder<SqlBool> =>
  sql`${row(place)} ${descending ? sql`<` : sql`>`} ${row(at.map((value) => sql`${value}`))}`

/** Up to a place, and those who stand at it. */
export const upTo = (
  place: readonly RawBuilder<unknown>[],
  at: Place,
  descending: boolean,
): RawBuilder<SqlBool> =>
  sql`${row(place)} ${descending ? sql`>=` : sql`<=`} ${row(at.map((value) => sql`${value}`))}`

const directed = (column: RawBuilder<unknown>, descending: boolean) =>
  descending ? sql`${column} desc` : sql`${column} asc`

type Sorts = readonly Sort<UserSortKey>[] | undefined

const byId = { key: 'id', descending: false } as const

/** Whether an index of one domain has its users in this order. */
export const domainHasIndex = (sort: Sorts): boolean => keys[(sort?.[0] ?? byId).key].inDomain !== undefined

/** Behind a position in an order of several keys, and by id among users of the same values. */
const behindAll = (
  sorts: readonly Sort<UserSortKey>[],
  column: (key: UserSortKey) => RawBuilder<unknown>,
  { id, values = [] }: Position,
): RawBuilder<SqlBool> => {
  const last = beyond([sql.ref('id')], [id], sorts[0]?.descending ?? false)
  return sorts.reduceRight<RawBuilder<SqlBool>>((inside, { key, descending }, i) => {
    const [at, value] = [column(key), values[i] ?? null]
    if (value === null) return sql`(${at} is null and ${inside})`
    const after = beyond([at], [value], descending)
    const absent = keys[key].nullable ? sql` or ${at} is null` : sql``
    return sql`(${after}${absent} or (${at} = ${value} and ${inside}))`
  }, last)
}

/** `oneDomain`: among the users of a domain, by the index that begins with it. */
export const orderOf = (
  dialect: DialectName,
  sort: Sorts,
  from: Position | undefined,
  oneDomain: boolean,
): Order => {
  const [lead = byId, ...more] = sort ?? []
  const column = (key: UserSortKey): RawBuilder<unknown> =>
    dialect === 'postgres' && keys[key].bytewise ? sql`${sql.ref(key)} collate "C"` : sql.ref(key)
  const id = sql.ref('id')
  const { descending } = lead
  const { nullable = false, inDomain } = keys[lead.key]
  const unique = keys[lead.key].unique || (oneDomain && inDomain === 'unique')
  const rest = [
    ...more.flatMap(({ key, descending: down }) => [
      ...(keys[key].nullable ? [sql`${column(key)} is null`] : []),
      directed(column(key), down),
    ]),
    ...(unique ? [] : [directed(id, descending)]),
  ]
  const first = column(lead.key)
  const alone = more.length === 0
  const several = from?.values && !alone ? behindAll([lead, ...more], column, from) : undefined
  const place = unique || !alone ? [first] : [first, id]
  const value = several
    ? from?.values?.[0]
    : from && (unique ? (lead.key === 'id' ? from.id : from.value) : from.value)
  const present: ScanRange = {
    where: [
      ...(nullable ? [sql<SqlBool>`${first} is not null`] : []),
      ...(several && value !== null && value !== undefined
        ? [upTo([first], [value], !descending), several]
        : []),
    ],
    order: [directed(first, descending), ...rest],
    place,
    descending,
    from:
      from && !several && value !== null && value !== undefined
        ? unique
          ? [value]
          : [value, from.id]
        : undefined,
    withTombstones: keys[lead.key].withTombstones ?? false,
  }
  const absent: ScanRange = {
    where: [sql`${first} is null`, ...(several && value === null ? [several] : [])],
    order: rest,
    place: alone ? [id] : [],
    descending,
    from: from && !several && value === null ? [from.id] : undefined,
    withTombstones: false,
  }
  const legs = !nullable ? [present] : from && value === null ? [absent] : [present, absent]
  const [start] = legs
  const behind = start?.from && beyond(start.place, start.from, descending)
  return {
    legs,
    sorted: [...(nullable ? [sql`${first} is null`] : []), directed(first, descending), ...rest],
    columns: [...new Set<UserSortKey>([lead.key, ...more.map(({ key }) => key)])],
    after:
      several ??
      (legs.length === 2
        ? behind && sql`(${behind} or ${first} is null)`
        : start === absent
          ? sql`(${first} is null${behind ? sql` and ${behind}` : sql``})`
          : behind),
  }
}
