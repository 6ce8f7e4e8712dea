import { type Generated, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Filter } from '../core/lists/list-query.ts'
import { notFound } from '../core/refusal.ts'
import type { User, UserKind, UserOptions, UserPreferences, UserStatus } from '../core/users/user.ts'
import type { NewUser, UserChange, UserFilterKey, UserStore } from '../core/users/user-store.ts'
import { among } from './among.ts'
import { flag, fromJson, json } from './columns.ts'
import { guarded } from './constraints.ts'
import type { Db, DialectName } from './dialect.ts'
import { type FilterColumn, filterSql, slice } from './filters.ts'
import { keyset } from './keyset.ts'

export type UsersTable = {
  number: Generated<number>
  id: string
  domain_id: string
  name: string
  kind: UserKind
  status: UserStatus
  display_name: string | null
  email: string | null
  claimed_email: string | null
  description: string | null
  default_project_id: string | null
  developer: number
  options: string
  extra: string
  given_name: string | null
  family_name: string | null
  phone_number: string | null
  picture_url: string | null
  metadata: string | null
  preferences: string | null
  plan_id: string | null
  plan_expires_at: number | null
  invited_until: number | null
  password_expires_at: number | null
  created_at: number
  updated_at: number
  last_active_at: number | null
  version: Generated<number>
  deleted_at: number | null
  /** What a tombstone gave up, for who asks about its address and for its return. */
  former_claimed_email: string | null
}

export const userColumns: Readonly<Record<UserFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  domain_id: { column: sql.ref('domain_id'), kind: 'text' },
  name: { column: sql.ref('name'), kind: 'text' },
  display_name: { column: sql.ref('display_name'), kind: 'text' },
  email: { column: sql.ref('email'), kind: 'text' },
  enabled: { column: sql`case when status = 'active' then 1 else 0 end`, kind: 'flag' },
  status: { column: sql.ref('status'), kind: 'text' },
  kind: { column: sql.ref('kind'), kind: 'text' },
  password_expires_at: { column: sql.ref('password_expires_at'), kind: 'number' },
}

/** The same where users who stayed away are listed as disabled; see `core/users/inactivity.ts`. */
export const userColumnsAt = (
  dialect: DialectName,
  inactiveBefore: number | undefined,
): Readonly<Record<UserFilterKey, FilterColumn>> => {
  if (inactiveBefore === undefined) return userColumns
  const exempt = '"ignore_user_inactivity":true'
  const at = dialect === 'sqlite' ? sql`instr(options, ${exempt})` : sql`strpos(options, ${exempt})`
  const status = sql`case
    when status = 'active' and coalesce(last_active_at, created_at) < ${inactiveBefore} and ${at} = 0 then 'disabled'
    else status end`
  return {
    ...userColumns,
    status: { column: sql`(${status})`, kind: 'text' },
    enabled: { column: sql`case when (${status}) = 'active' then 1 else 0 end`, kind: 'flag' },
  }
}

export const readUser = (row: Selectable<UsersTable>): User => ({
  id: row.id,
  number: row.number,
  domainId: row.domain_id,
  name: row.name,
  kind: row.kind,
  status: row.status,
  displayName: row.display_name,
  email: row.email,
  claimedEmail: row.claimed_email,
  givenName: row.given_name,
  familyName: row.family_name,
  phoneNumber: row.phone_number,
  pictureUrl: row.picture_url,
  description: row.description,
  defaultProjectId: row.default_project_id,
  developer: row.developer === 1,
  options: fromJson<UserOptions>(row.options),
  extra: fromJson(row.extra),
  metadata: fromJson(row.metadata ?? '{}'),
  preferences: fromJson<UserPreferences>(row.preferences ?? '{}'),
  planId: row.plan_id,
  planExpiresAt: row.plan_expires_at,
  invitedUntil: row.invited_until,
  passwordExpiresAt: row.password_expires_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  lastActiveAt: row.last_active_at,
  version: row.version,
})

/** Says what is asked for once more in the words of the indexes that hold only what is rare. */
const asIndexed = ({ key, op, value }: Filter<UserFilterKey>): readonly RawBuilder<SqlBool>[] => {
  if (op !== 'eq') return []
  if (key === 'status' && value !== 'active') return [sql<SqlBool>`status <> 'active'`]
  return key === 'kind' && value !== 'human' ? [sql<SqlBool>`kind <> 'human'`] : []
}

/** Most users have none, and a row without it costs nothing to read. */
const orNone = (object: object | undefined): string | null =>
  object === undefined || Object.keys(object).length === 0 ? null : json(object)

const insertedRow = (given: NewUser) => ({
  id: given.id,
  domain_id: given.domainId,
  name: given.name,
  kind: given.kind,
  status: given.status,
  display_name: given.displayName,
  email: given.email,
  claimed_email: given.claimedEmail,
  description: given.description,
  default_project_id: given.defaultProjectId,
  developer: flag(given.developer),
  options: json(given.options),
  extra: json(given.extra),
  given_name: given.givenName ?? null,
  family_name: given.familyName ?? null,
  phone_number: given.phoneNumber ?? null,
  picture_url: given.pictureUrl ?? null,
  metadata: orNone(given.metadata),
  preferences: orNone(given.preferences),
  plan_id: given.planId ?? null,
  plan_expires_at: given.planExpiresAt ?? null,
  invited_until: given.invitedUntil ?? null,
  created_at: given.createdAt,
  updated_at: given.updatedAt,
})

/** All of them or none; answers them by their ids. */
export const insertUsers = async (
  { q }: Db,
  given: readonly NewUser[],
): Promise<ReadonlyMap<string, User>> => {
  const rows = await q.insertInto('users').values(given.map(insertedRow)).returningAll().execute()
  return new Map(rows.map((row) => [row.id, readUser(row)]))
}

const changed = (change: UserChange) => ({
  name: change.name,
  kind: change.kind,
  status: change.status,
  display_name: change.displayName,
  email: change.email,
  claimed_email: change.claimedEmail,
  description: change.description,
  default_project_id: change.defaultProjectId,
  developer: change.developer === undefined ? undefined : flag(change.developer),
  options: change.options && json(change.options),
  extra: change.extra && json(change.extra),
  given_name: change.givenName,
  family_name: change.familyName,
  phone_number: change.phoneNumber,
  picture_url: change.pictureUrl,
  metadata: change.metadata && orNone(change.metadata),
  preferences: change.preferences && orNone(change.preferences),
  plan_id: change.planId,
  plan_expires_at: change.planExpiresAt,
  invited_until: change.invitedUntil,
  password_expires_at: change.passwordExpiresAt,
  updated_at: change.updatedAt,
  version: sql<number>`version + 1`,
})

export const userStore = ({ name: dialect, q }: Db): UserStore => {
  const alive = () => q.selectFrom('users').selectAll().where('deleted_at', 'is', null)
  return {
    insert: (given) =>
      guarded(
        async () =>
          readUser(
            await q.insertInto('users').values(insertedRow(given)).returningAll().executeTakeFirstOrThrow(),
          ),
        () => notFound('domain', given.domainId),
      ),
    async get(id) {
      const row = await alive().where('id', '=', id).executeTakeFirst()
      return row && readUser(row)
    },
    async getMany(ids) {
      const rows = await alive()
        .where(among(dialect, sql.ref('id'), ids))
        .execute()
      return rows.map(readUser)
    },
    async getByName(domainId, name) {
      const row = await alive().where('domain_id', '=', domainId).where('name', '=', name).executeTakeFirst()
      return row && readUser(row)
    },
    async getByClaimedEmail(domainId, email) {
      const row = await alive()
        .where('domain_id', '=', domainId)
        .where('claimed_email', '=', email)
        .executeTakeFirst()
      return row && readUser(row)
    },
    async list({ where, page, sort, from, inactiveBefore }) {
      const columns = userColumnsAt(dialect, inactiveBefore)
      const helped = inactiveBefore === undefined ? asIndexed : () => []
      const found = where.reduce(
        (rows, filter) =>
          [filterSql(dialect, columns[filter.key], filter), ...helped(filter)].reduce(
            (left, condition) => left.where(condition),
            rows,
          ),
        alive(),
      )
      const start = from ?? (page.after === undefined ? undefined : { id: page.after })
      const rows = await keyset(found, sort && { column: sort.key, descending: sort.descending }, start)
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, readUser)
    },
    async update(id, change) {
      const row = await guarded(() =>
        q
          .updateTable('users')
          .set(changed(change))
          .where('id', '=', id)
          .where('deleted_at', 'is', null)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && readUser(row)
    },
    async markActive(id, at) {
      const { numUpdatedRows } = await q
        .updateTable('users')
        .set({ last_active_at: at })
        .where('id', '=', id)
        .where('status', '=', 'active')
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async bury(id, at) {
      const row = await q
        .updateTable('users')
        .set({
          deleted_at: at,
          updated_at: at,
          status: 'disabled',
          claimed_email: null,
          former_claimed_email: sql.ref('claimed_email'),
        })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      if (!row) return false
      await q.deleteFrom('passwords').where('user_id', '=', id).execute()
      await q.deleteFrom('lockouts').where('user_id', '=', id).execute()
      return true
    },
    async purgeDomain(domainId) {
      const living = await alive().where('domain_id', '=', domainId).select('id').execute()
      for (const table of ['passwords', 'lockouts'] as const)
        await q
          .deleteFrom(table)
          .where('user_id', 'in', q.selectFrom('users').select('id').where('domain_id', '=', domainId))
          .execute()
      await q.deleteFrom('users').where('domain_id', '=', domainId).execute()
      return living.map((row) => row.id)
    },
    async forgetDefaultProject(projectId) {
      await q
        .updateTable('users')
        .set({ default_project_id: null })
        .where('default_project_id', '=', projectId)
        .execute()
    },
  }
}
