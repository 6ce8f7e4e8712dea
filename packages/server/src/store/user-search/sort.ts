import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { UserSortKey } from '../../core/directory/users/user-store.ts'
import type { Position, Sort } from '../../core/kernel/paging/position.ts'
import type { DialectName } from '../engine/dialect.ts'

type Key = {
  readonly nullable?: boolean
  /** The value is unique. */
  readonly unique?: boolean
  /** An index contains it after the domain; `unique`: the value is unique in the domain. */
  readonly inDomain?: 'unique' | 'any'
  /** Text that PostgreSQL would otherwise sort by its locale. */
  readonly bytewise?: boolean
  /** The index of the scan contains deleted users too. */
  readonly includesDeleted?: boolean
}

const keys: Readonly<Record<UserSortKey, Key>> = {
  id: { unique: true, inDomain: 'unique', includesDeleted: true },
  number: { unique: true, includesDeleted: true },
  name: { inDomain: 'unique' },
  display_name: { nullable: true, bytewise: true },
  given_name: { nullable: true, bytewise: true },
  family_name: { nullable: true, bytewise: true },
  email: { nullable: true, bytewise: true },
  created_at: { inDomain: 'any' },
  updated_at: {},
  last_active_at: { nullable: true },
}

/** A part of an order that one index can scan: users with a value in the first key, or users without one. */
export type ScanRange = {
  readonly where: readonly RawBuilder<SqlBool>[]
  readonly order: readonly RawBuilder<unknown>[]
  /** The position of the scan; several users can have the same. */
  readonly place: readonly RawBuilder<unknown>[]
  readonly descending: boolean
  /** The scan starts after this position. */
  readonly from: Place | undefined
  readonly includesDeleted: boolean
}

export type Place = readonly (string | number)[]

export type Order = {
  readonly legs: readonly ScanRange[]
  /** The same order for rows from another index. */
  readonly sorted: readonly RawBuilder<unknown>[]
  /** The sort columns, and the start position. */
  readonly columns: readonly UserSortKey[]
  readonly after: RawBuilder<SqlBool> | undefined
}

const row = (of: readonly RawBuilder<unknown>[]) => (of.length === 1 ? sql`${of[0]}` : sql`(${sql.join(of)})`)

/** After a position, in the direction of the scan. */
export const beyond = (
  place: readonly RawBuilder<unknown>[],
  at: Place,
  descending: boolean,
): RawBuilder<SqlBool> =>
  sql`${row(place)} ${descending ? sql`<` : sql`>`} ${row(at.map((value) => sql`${value}`))}`

/** Up to and including a position. */
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

/** Whether an index contains the users of one domain in this order. */
export const domainHasIndex = (sort: Sorts): boolean => keys[(sort?.[0] ?? byId).key].inDomain !== undefined

/** After a position in an order of several keys, with the id as tie-breaker. */
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

/** `oneDomain`: for the users of one domain, with an index that begins with the domain. */
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
    includesDeleted: keys[lead.key].includesDeleted ?? false,
  }
  const absent: ScanRange = {
    where: [sql`${first} is null`, ...(several && value === null ? [several] : [])],
    order: rest,
    place: alone ? [id] : [],
    descending,
    from: from && !several && value === null ? [from.id] : undefined,
    includesDeleted: false,
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
