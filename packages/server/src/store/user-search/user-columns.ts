import { sql } from 'kysely'
import type { UserFilterKey } from '../../core/directory/users/user-store.ts'
import type { FilterColumn } from '../engine/column-filters.ts'
import type { DialectName } from '../engine/dialect.ts'

export type UserColumns = Readonly<Record<UserFilterKey, FilterColumn>>

const ids = ['id', 'domain_id', 'name', 'plan_id', 'claimed_email', 'external_id'] as const
const words = ['status', 'kind'] as const
const texts = [
  'display_name',
  'email',
  'given_name',
  'family_name',
  'phone_number',
  'language',
  'description',
] as const
const numbers = [
  'number',
  'created_at',
  'updated_at',
  'last_active_at',
  'plan_expires_at',
  'invited_until',
  'password_expires_at',
] as const

const columnsOn = (dialect: DialectName): UserColumns => {
  const plain = <K extends string>(keys: readonly K[], kind: FilterColumn['kind']) =>
    Object.fromEntries(keys.map((key) => [key, { column: sql.ref(key), kind }])) as Record<K, FilterColumn>
  const bytewise = Object.fromEntries(
    texts.map((key) => [key, { column: sql`${sql.ref(key)} collate "C"`, kind: 'text' }]),
  ) as Record<(typeof texts)[number], FilterColumn>
  return {
    ...plain([...ids, ...words], 'text'),
    // PostgreSQL would otherwise sort by its locale.
    ...(dialect === 'sqlite' ? plain(texts, 'text') : bytewise),
    ...plain(numbers, 'number'),
    email_verified_at: {
      column: sql`(case when verified_email = claimed_email then email_verified_at end)`,
      kind: 'number',
    },
    metadata: { column: sql.ref('metadata'), kind: 'text' },
    developer: { column: sql.ref('developer'), kind: 'flag' },
    enabled: { column: sql`case when status = 'active' then 1 else 0 end`, kind: 'flag' },
  }
}

const plainColumns: Readonly<Record<DialectName, UserColumns>> = {
  sqlite: columnsOn('sqlite'),
  postgres: columnsOn('postgres'),
}

/** Users without a sign-in since `inactiveBefore` count as disabled; see `core/directory/users/inactivity.ts`. */
export const userColumnsAt = (dialect: DialectName, inactiveBefore: number | undefined): UserColumns => {
  const columns = plainColumns[dialect]
  if (inactiveBefore === undefined) return columns
  const exempt = '"ignore_user_inactivity":true'
  const at = dialect === 'sqlite' ? sql`instr(options, ${exempt})` : sql`strpos(options, ${exempt})`
  const status = sql`case
    when status = 'active' and coalesce(last_active_at, created_at) < ${inactiveBefore} and ${at} = 0 then 'disabled'
    else status end`
  return {
    ...columns,
    status: { column: sql`(${status})`, kind: 'text' },
    enabled: { column: sql`case when (${status}) = 'active' then 1 else 0 end`, kind: 'flag' },
  }
}

/** The columns of deleted users, with status and claimed email as of the deletion. */
export const deletedUserColumns = (dialect: DialectName): UserColumns => {
  const status = sql`coalesce(former_status, status)`
  return {
    ...plainColumns[dialect],
    status: { column: status, kind: 'text' },
    enabled: { column: sql`case when ${status} = 'active' then 1 else 0 end`, kind: 'flag' },
    claimed_email: { column: sql.ref('former_claimed_email'), kind: 'text' },
    email_verified_at: {
      column: sql`(case when verified_email = former_claimed_email then email_verified_at end)`,
      kind: 'number',
    },
  }
}
