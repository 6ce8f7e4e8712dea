import { sql } from 'kysely'
import type {
  ApplicationCredentialFilterKey,
  ApplicationCredentialStore,
  NewApplicationCredential,
} from '../../core/access/application-credentials/application-credential-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn, filterSql } from '../engine/column-filters.ts'
import { flag } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { readPage } from '../engine/keyset.ts'
import { countRows, findRow, findRows, hasUpdated, rowCount } from '../engine/results.ts'
import { endedFromRow, fromRow, scopeId, selectCredentials } from './application-credential-rows.ts'
import { endColumns } from './ends.ts'

const columns: Readonly<Record<ApplicationCredentialFilterKey, FilterColumn>> = columnsOf(
  'text',
  'id',
  'user_id',
  'name',
  'description',
  'scope_type',
)

export const applicationCredentialToRow = (credential: NewApplicationCredential) => ({
  id: credential.id,
  user_id: credential.userId,
  name: credential.name,
  description: credential.description,
  scope_type: credential.scope.type,
  scope_id: scopeId(credential.scope),
  ...endColumns(credential.expiresAt),
  unrestricted: flag(credential.unrestricted),
  secret_hash: credential.secretHash,
  created_at: credential.createdAt,
  last_used_at: credential.lastUsedAt,
})

export const applicationCredentialStore = (db: Db): ApplicationCredentialStore => {
  const { name: dialect, q } = db
  const all = () => selectCredentials(db)
  /** Deletes and returns the rows of the conditions that are added. */
  const deleted = () => q.deleteFrom('application_credentials').returningAll()
  const owned = (table: 'users' | 'projects', domainId: string) =>
    q.selectFrom(table).select('id').where('domain_id', '=', domainId)
  return {
    insert: (credential) =>
      mapConstraintErrors(
        async () => {
          const { id, roleIds, accessRuleIds } = credential
          await q
            .insertInto('application_credentials')
            .values(applicationCredentialToRow(credential))
            .execute()
          if (roleIds.length > 0)
            await q
              .insertInto('application_credential_roles')
              .values(roleIds.map((roleId) => ({ application_credential_id: id, role_id: roleId })))
              .execute()
          if (accessRuleIds && accessRuleIds.length > 0)
            await q
              .insertInto('application_credential_access_rules')
              .values(
                accessRuleIds.map((ruleId, position) => ({
                  application_credential_id: id,
                  access_rule_id: ruleId,
                  position,
                })),
              )
              .execute()
          return { ...credential, key: null }
        },
        () => notFound('user', credential.userId),
      ),
    get: (id) => findRow(all().where(inList(dialect, sql.ref('id'), [id])), fromRow),
    async getBySecret(secretHash) {
      const rotated = q.selectFrom('api_keys').select('api_keys.id').where('previous_hash', '=', secretHash)
      const credential =
        (await findRow(all().where('secret_hash', '=', secretHash), fromRow)) ??
        (await findRow(all().where('id', '=', rotated), fromRow))
      return credential && credential.key !== null ? credential : undefined
    },
    async getByName(userId, name) {
      if (name.includes('\0')) return undefined
      return findRow(all().where('user_id', '=', userId).where('name', '=', name), fromRow)
    },
    list({ where, page }) {
      const found = where.reduce(
        (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
        all(),
      )
      const from = page.after === undefined ? undefined : { id: page.after }
      return readPage(found, { limit: page.limit, from }, fromRow)
    },
    countOf: (userId) =>
      countRows(q.selectFrom('application_credentials').select(rowCount).where('user_id', '=', userId)),
    update: (id, { name, description, secretHash, expiresAt }) =>
      mapConstraintErrors(() =>
        hasUpdated(
          q
            .updateTable('application_credentials')
            .set({
              name,
              description,
              secret_hash: secretHash,
              ...(expiresAt === undefined ? {} : endColumns(expiresAt)),
            })
            .where('id', '=', id),
        ),
      ),
    delete: (id) => findRows(deleted().where(inList(dialect, sql.ref('id'), [id])), endedFromRow),
    deleteOfUser: (userId) => findRows(deleted().where('user_id', '=', userId), endedFromRow),
    deleteOfScope: (scope) =>
      findRows(
        deleted().where('scope_id', '=', scopeId(scope)).where('scope_type', '=', scope.type),
        endedFromRow,
      ),
    deleteOfDomain: (domainId) =>
      findRows(
        deleted().where(({ eb, or, and }) =>
          or([
            eb('user_id', 'in', owned('users', domainId)),
            and([eb('scope_type', '=', 'domain'), eb('scope_id', '=', domainId)]),
            and([eb('scope_type', '=', 'project'), eb('scope_id', 'in', owned('projects', domainId))]),
          ]),
        ),
        endedFromRow,
      ),
    deleteOfRole(roleId) {
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
      return findRows(deleted().where('id', 'in', held), endedFromRow)
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
