import { type Selectable, sql } from 'kysely'
import type {
  ApplicationCredentialFilterKey,
  ApplicationCredentialStore,
} from '../../core/access/application-credentials/application-credential-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { flag } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import {
  type ApplicationCredentialsTable,
  credential,
  ended,
  scopeId,
  selectCredentials,
} from './application-credential-rows.ts'
import { endColumns } from './ends.ts'

const columns: Readonly<Record<ApplicationCredentialFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  user_id: { column: sql.ref('user_id'), kind: 'text' },
  name: { column: sql.ref('name'), kind: 'text' },
  description: { column: sql.ref('description'), kind: 'text' },
  scope_type: { column: sql.ref('scope_type'), kind: 'text' },
}

const gone = (rows: readonly Selectable<ApplicationCredentialsTable>[]) => rows.map(ended)

export const applicationCredentialStore = (db: Db): ApplicationCredentialStore => {
  const { name: dialect, q } = db
  const all = () => selectCredentials(db)
  const owned = (table: 'users' | 'projects', domainId: string) =>
    q.selectFrom(table).select('id').where('domain_id', '=', domainId)
  return {
    insert: (given) =>
      mapConstraintErrors(
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
              ...endColumns(given.expiresAt),
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
                given.accessRuleIds.map((ruleId, position) => ({
                  application_credential_id: id,
                  access_rule_id: ruleId,
                  position,
                })),
              )
              .execute()
          return { ...given, key: null }
        },
        () => notFound('user', given.userId),
      ),
    async get(id) {
      const row = await all()
        .where(among(dialect, sql.ref('id'), [id]))
        .executeTakeFirst()
      return row && credential(row)
    },
    async getBySecret(secretHash) {
      const row =
        (await all().where('secret_hash', '=', secretHash).executeTakeFirst()) ??
        (await all()
          .where(
            'id',
            '=',
            q.selectFrom('api_keys').select('api_keys.id').where('previous_hash', '=', secretHash),
          )
          .executeTakeFirst())
      return row && row.key !== null ? credential(row) : undefined
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
    update: (id, { name, description, secretHash, expiresAt }) =>
      mapConstraintErrors(async () => {
        const { numUpdatedRows } = await q
          .updateTable('application_credentials')
          .set({
            ...(name === undefined ? {} : { name }),
            ...(description === undefined ? {} : { description }),
            ...(secretHash === undefined ? {} : { secret_hash: secretHash }),
            ...(expiresAt === undefined ? {} : endColumns(expiresAt)),
          })
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }),
    async delete(id) {
      return gone(
        await q
          .deleteFrom('application_credentials')
          .where(among(dialect, sql.ref('id'), [id]))
          .returningAll()
          .execute(),
      )
    },
    async deleteOfUser(userId) {
      return gone(
        await q.deleteFrom('application_credentials').where('user_id', '=', userId).returningAll().execute(),
      )
    },
    async deleteOfScope(scope) {
      return gone(
        await q
          .deleteFrom('application_credentials')
          .where('scope_id', '=', scopeId(scope))
          .where('scope_type', '=', scope.type)
          .returningAll()
          .execute(),
      )
    },
    async deleteOfDomain(domainId) {
      return gone(
        await q
          .deleteFrom('application_credentials')
          .where(({ eb, or, and }) =>
            or([
              eb('user_id', 'in', owned('users', domainId)),
              and([eb('scope_type', '=', 'domain'), eb('scope_id', '=', domainId)]),
              and([eb('scope_type', '=', 'project'), eb('scope_id', 'in', owned('projects', domainId))]),
            ]),
          )
          .returningAll()
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
      return gone(
        await q.deleteFrom('application_credentials').where('id', 'in', held).returningAll().execute(),
      )
    },
    async recordUse(id, at, unlessSince) {
      await q
        .updateTable('application_credentials')
        .set({ last_used_at: at })
        .where('id', '=', id)
        .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', unlessSince)]))
        .execute()
    },
  }
}
