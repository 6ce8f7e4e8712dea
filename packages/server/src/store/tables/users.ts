import { sql } from 'kysely'
import type { User } from '../../core/directory/users/user.ts'
import type { NewUser, UserChange, UserStore } from '../../core/directory/users/user-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { flag, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { findIds, findRow, findRows, hasUpdated } from '../engine/results.ts'
import { findUsers } from '../user-search/planner.ts'
import { named, owners } from './unique-names.ts'
import { compactUserCounts, countUsers } from './user-counts.ts'
import { type UsersTable, userFromRow } from './user-rows.ts'

/** Null for an empty object, which is the common case. */
const orNone = (object: object | undefined): string | null =>
  object === undefined || Object.keys(object).length === 0 ? null : json(object)

/** Columns that later writes set: they are null or have a default in a new row. */
type SetLater =
  | 'number'
  | 'version'
  | 'password_expires_at'
  | 'last_active_at'
  | 'deleted_at'
  | 'former_claimed_email'
  | 'former_status'
  | 'plan_end_told'

/** Columns that an update does not write, and those that `verification` adds. */
type NotInChange =
  | Exclude<SetLater, 'version' | 'password_expires_at'>
  | 'id'
  | 'domain_id'
  | 'managed_by'
  | 'email_verified_at'
  | 'verified_email'

export const userToRow = (input: NewUser) =>
  ({
    id: input.id,
    domain_id: input.domainId,
    name: input.name,
    kind: input.kind,
    status: input.status,
    display_name: input.displayName,
    email: input.email,
    claimed_email: input.claimedEmail,
    description: input.description,
    default_project_id: input.defaultProjectId,
    developer: flag(input.developer),
    options: json(input.options),
    extra: json(input.extra),
    given_name: input.givenName ?? null,
    family_name: input.familyName ?? null,
    phone_number: input.phoneNumber ?? null,
    picture_url: input.pictureUrl ?? null,
    language: input.language ?? null,
    metadata: orNone(input.metadata),
    public_metadata: orNone(input.publicMetadata),
    external_id: input.externalId ?? null,
    email_verified_at: null,
    verified_email: null,
    preferences: orNone(input.preferences),
    plan_id: input.planId ?? null,
    plan_expires_at: input.planExpiresAt ?? null,
    invited_until: input.invitedUntil ?? null,
    managed_by: input.managedBy ?? null,
    created_at: input.createdAt,
    updated_at: input.updatedAt,
  }) satisfies Record<Exclude<keyof UsersTable, SetLater>, unknown>

/** Inserts all users or none; returns them by id. */
export const insertUsers = async (
  { q }: Db,
  input: readonly NewUser[],
): Promise<ReadonlyMap<string, User>> => {
  const rows = await q.insertInto('users').values(input.map(userToRow)).returningAll().execute()
  return new Map(rows.map((row) => [row.id, userFromRow(row)]))
}

/** Sets the verification of an email, or clears it if the email changes. */
const verification = ({ emailVerifiedAt, claimedEmail }: UserChange) => {
  if (emailVerifiedAt !== undefined)
    return { email_verified_at: emailVerifiedAt, verified_email: sql.ref<string | null>('claimed_email') }
  if (claimedEmail === undefined) return {}
  return {
    verified_email: sql<string | null>`case when claimed_email = ${claimedEmail} then verified_email end`,
  }
}

const changed = (change: UserChange) =>
  ({
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
    language: change.language,
    metadata: change.metadata && orNone(change.metadata),
    public_metadata: change.publicMetadata && orNone(change.publicMetadata),
    external_id: change.externalId,
    ...verification(change),
    preferences: change.preferences && orNone(change.preferences),
    plan_id: change.planId,
    plan_expires_at: change.planExpiresAt,
    invited_until: change.invitedUntil,
    password_expires_at: change.passwordExpiresAt,
    created_at: change.createdAt,
    updated_at: change.updatedAt,
    version: sql<number>`version + 1`,
  }) satisfies Record<Exclude<keyof UsersTable, NotInChange>, unknown>

export const userStore = (db: Db): UserStore => {
  const { name: dialect, q } = db
  const alive = () => q.selectFrom('users').selectAll().where('deleted_at', 'is', null)
  return {
    insert: (input) =>
      mapConstraintErrors(
        async () =>
          userFromRow(
            await q.insertInto('users').values(userToRow(input)).returningAll().executeTakeFirstOrThrow(),
          ),
        () => notFound('domain', input.domainId),
      ),
    insertUnlessTaken: (input) =>
      mapConstraintErrors(
        async () => {
          const texts = input.claimedEmail === null ? [input.name] : [input.name, input.claimedEmail]
          if (await owners(db, 'user', input.domainId, ...texts).executeTakeFirst()) return undefined
          return findRow(
            q
              .insertInto('users')
              .values(userToRow(input))
              .onConflict((conflict) => conflict.doNothing())
              .returningAll(),
            userFromRow,
          )
        },
        () => notFound('domain', input.domainId),
      ),
    get: (id) => findRow(alive().where('id', '=', id), userFromRow),
    getMany: (ids) => findRows(alive().where(inList(dialect, sql.ref('id'), ids)), userFromRow),
    async getByName(domainId, name) {
      const exactly = await findRow(
        alive().where('domain_id', '=', domainId).where('name', '=', name),
        userFromRow,
      )
      if (exactly) return exactly
      return named(
        await findRows(alive().where('id', 'in', owners(db, 'user', domainId, name)), userFromRow),
        name,
      )
    },
    getByClaimedEmail: (domainId, email) =>
      findRow(alive().where('domain_id', '=', domainId).where('claimed_email', '=', email), userFromRow),
    list: (query) => findUsers(db, query),
    count: (selection) => countUsers(db, selection),
    compactCounts: () => compactUserCounts(db),
    update: (id, change) =>
      mapConstraintErrors(() =>
        findRow(
          q
            .updateTable('users')
            .set(changed(change))
            .where('id', '=', id)
            .where('deleted_at', 'is', null)
            .returningAll(),
          userFromRow,
        ),
      ),
    markActive: (id, at) =>
      hasUpdated(
        q
          .updateTable('users')
          .set({ last_active_at: at })
          .where('id', '=', id)
          .where('status', '=', 'active')
          .where('deleted_at', 'is', null),
      ),
    async purgeDomain(domainId) {
      const active = await findIds(alive().where('domain_id', '=', domainId).select('id'))
      for (const table of ['passwords', 'lockouts'] as const)
        await q
          .deleteFrom(table)
          .where('user_id', 'in', q.selectFrom('users').select('id').where('domain_id', '=', domainId))
          .execute()
      await q.deleteFrom('users').where('domain_id', '=', domainId).execute()
      return active
    },
    async clearDefaultProject(projectId) {
      await q
        .updateTable('users')
        .set({ default_project_id: null })
        .where('default_project_id', '=', projectId)
        .execute()
    },
  }
}
