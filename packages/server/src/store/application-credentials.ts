import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { ApplicationCredential } from '../core/application-credentials/application-credential.ts'
import type {
  ApplicationCredentialFilterKey,
  ApplicationCredentialStore,
} from '../core/application-credentials/application-credential-store.ts'
import type { AssignmentTarget } from '../core/assignments/assignment.ts'
import { notFound } from '../core/refusal.ts'
import { among } from './among.ts'
import { flag, fromJson } from './columns.ts'
import { guarded } from './constraints.ts'
import type { Database } from './database.ts'
import type { Db, DialectName } from './dialect.ts'
import { type FilterColumn, filterSql, slice } from './filters.ts'

export type ApplicationCredentialsTable = {
  id: string
  user_id: string
  name: string
  description: string | null
  scope_type: AssignmentTarget['type']
  /** `''` for the system, of which there is one. */
  scope_id: string
  expires_at: number | null
  unrestricted: number
  secret_hash: string
  created_at: number
  last_used_at: number | null
}

export type ApplicationCredentialRolesTable = { application_credential_id: string; role_id: string }
export type ApplicationCredentialAccessRulesTable = {
  application_credential_id: string
  access_rule_id: string
}

const columns: Readonly<Record<ApplicationCredentialFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  user_id: { column: sql.ref('user_id'), kind: 'text' },
  name: { column: sql.ref('name'), kind: 'text' },
  description: { column: sql.ref('description'), kind: 'text' },
  scope_type: { column: sql.ref('scope_type'), kind: 'text' },
}

const scopeId = (scope: AssignmentTarget): string => (scope.type === 'system' ? '' : scope.id)

/** The ids that a credential is linked to, as JSON, so that one query reads a whole credential. */
const linked = (dialect: DialectName, table: string, column: string) => {
  const rows = sql`(select ${sql.ref(column)} as id from ${sql.table(table)}
    where application_credential_id = application_credentials.id order by 1) as linked`
  return dialect === 'sqlite'
    ? sql<string>`(select json_group_array(id) from ${rows})`
    : sql<string>`(select coalesce(json_agg(id), '[]')::text from ${rows})`
}

type Row = Selectable<ApplicationCredentialsTable> & {
  readonly role_ids: string
  readonly access_rule_ids: string
}

const credential = (row: Row): ApplicationCredential => {
  const accessRuleIds = fromJson<string[]>(row.access_rule_ids)
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    description: row.description,
    scope: row.scope_type === 'system' ? { type: 'system' } : { type: row.scope_type, id: row.scope_id },
    roleIds: fromJson<string[]>(row.role_ids),
    expiresAt: row.expires_at,
    unrestricted: row.unrestricted === 1,
    accessRuleIds: accessRuleIds.length === 0 ? null : accessRuleIds,
    secretHash: row.secret_hash,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}

export const applicationCredentialStore = ({ name: dialect, q }: Db): ApplicationCredentialStore => {
  const all = (): SelectQueryBuilder<Database, 'application_credentials', Row> =>
    q
      .selectFrom('application_credentials')
      .selectAll()
      .select(linked(dialect, 'application_credential_roles', 'role_id').as('role_ids'))
      .select(linked(dialect, 'application_credential_access_rules', 'access_rule_id').as('access_rule_ids'))
  const ids = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id)
  const owned = (table: 'users' | 'projects', domainId: string) =>
    q.selectFrom(table).select('id').where('domain_id', '=', domainId)
  return {
    insert: (given) =>
      guarded(
        async () => {
          const { id } = given
          await q
            .insertInto('application_credentials')
            .values({
              id,
              user_id: given.userId,
              name: given.name,
              description: given.description,
              scope_type: given.scope.type,
              scope_id: scopeId(given.scope),
              expires_at: given.expiresAt,
              unrestricted: flag(given.unrestricted),
              secret_hash: given.secretHash,
              created_at: given.createdAt,
              last_used_at: given.lastUsedAt,
            })
            .execute()
          if (given.roleIds.length > 0)
            await q
              .insertInto('application_credential_roles')
              .values(given.roleIds.map((roleId) => ({ application_credential_id: id, role_id: roleId })))
              .execute()
          if (given.accessRuleIds && given.accessRuleIds.length > 0)
            await q
              .insertInto('application_credential_access_rules')
              .values(
                given.accessRuleIds.map((ruleId) => ({
                  application_credential_id: id,
                  access_rule_id: ruleId,
                })),
              )
              .execute()
          return given
        },
        () => notFound('user', given.userId),
      ),
    async get(id) {
      const row = await all()
        .where(among(dialect, sql.ref('id'), [id]))
        .executeTakeFirst()
      return row && credential(row)
    },
    async getByName(userId, name) {
      if (name.includes('\0')) return undefined
      const row = await all().where('user_id', '=', userId).where('name', '=', name).executeTakeFirst()
      return row && credential(row)
    },
    async list({ where, page }) {
      const found = where.reduce(
        (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? all() : all().where('id', '>', page.after),
      )
      const rows = await found
        .orderBy('id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, credential)
    },
    async countOf(userId) {
      const { count } = await q
        .selectFrom('application_credentials')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async delete(id) {
      const { numDeletedRows } = await q
        .deleteFrom('application_credentials')
        .where(among(dialect, sql.ref('id'), [id]))
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async deleteOfUser(userId) {
      return ids(
        await q.deleteFrom('application_credentials').where('user_id', '=', userId).returning('id').execute(),
      )
    },
    async deleteOfScope(scope) {
      return ids(
        await q
          .deleteFrom('application_credentials')
          .where('scope_id', '=', scopeId(scope))
          .where('scope_type', '=', scope.type)
          .returning('id')
          .execute(),
      )
    },
    async deleteOfDomain(domainId) {
      return ids(
        await q
          .deleteFrom('application_credentials')
          .where(({ eb, or, and }) =>
            or([
              eb('user_id', 'in', owned('users', domainId)),
              and([eb('scope_type', '=', 'domain'), eb('scope_id', '=', domainId)]),
              and([eb('scope_type', '=', 'project'), eb('scope_id', 'in', owned('projects', domainId))]),
            ]),
          )
          .returning('id')
          .execute(),
      )
    },
    async deleteOfRole(roleId) {
      const held = q
        .selectFrom('assignments')
        .innerJoin('application_credentials as held', (join) =>
          join
            .onRef('held.user_id', '=', 'assignments.actor_id')
            .onRef('held.scope_id', '=', 'assignments.target_id')
            .onRef('held.scope_type', '=', 'assignments.target_type'),
        )
        .select('held.id')
        .where('assignments.role_id', '=', roleId)
        .where('assignments.actor_type', '=', 'user')
      return ids(
        await q.deleteFrom('application_credentials').where('id', 'in', held).returning('id').execute(),
      )
    },
    async noteUse(id, at, unlessSince) {
      await q
        .updateTable('application_credentials')
        .set({ last_used_at: at })
        .where('id', '=', id)
        .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', unlessSince)]))
        .execute()
    },
  }
}
