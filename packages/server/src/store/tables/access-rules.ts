import { type Selectable, sql } from 'kysely'
import type { AccessRule } from '../../core/access/application-credentials/application-credential.ts'
import type {
  AccessRuleFilterKey,
  AccessRuleStore,
} from '../../core/access/application-credentials/application-credential-store.ts'
import { domainError, notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findRows } from '../engine/results.ts'

export type AccessRulesTable = {
  id: string
  user_id: string
  service: string
  method: string
  path: string
}

const columns: Readonly<Record<AccessRuleFilterKey, FilterColumn>> = columnsOf(
  'text',
  'id',
  'user_id',
  'service',
  'method',
  'path',
)

const fromRow = (row: Selectable<AccessRulesTable>): AccessRule => ({
  id: row.id,
  userId: row.user_id,
  service: row.service,
  method: row.method,
  path: row.path,
})

export const accessRuleStore = (db: Db): AccessRuleStore => {
  const { name: dialect, q } = db
  const accessRules = keysetTable(db, 'access_rules', { fromRow, columns })
  return {
    get: accessRules.get,
    list: accessRules.list,
    ensure: ({ id, userId, service, method, path }) =>
      mapConstraintErrors(
        async () => {
          await q
            .insertInto('access_rules')
            .values({ id, user_id: userId, service, method, path })
            .onConflict((conflict) => conflict.columns(['user_id', 'service', 'path', 'method']).doNothing())
            .execute()
          const row = await q
            .selectFrom('access_rules')
            .selectAll()
            .where('user_id', '=', userId)
            .where('service', '=', service)
            .where('path', '=', path)
            .where('method', '=', method)
            .executeTakeFirstOrThrow()
          return fromRow(row)
        },
        () => notFound('user', userId),
      ),
    getMany: (ids) =>
      findRows(
        q
          .selectFrom('access_rules')
          .selectAll()
          .where(inList(dialect, sql.ref('id'), ids))
          .orderBy('id'),
        fromRow,
      ),
    delete: (id) =>
      accessRules.delete(id, () =>
        domainError(
          'failed_precondition',
          'access_rule_in_use',
          'An application credential uses this access rule. Delete the credential first.',
        ),
      ),
    async deleteOfUser(userId) {
      await q.deleteFrom('access_rules').where('user_id', '=', userId).execute()
    },
    async deleteOfDomain(domainId) {
      await q
        .deleteFrom('access_rules')
        .where('user_id', 'in', q.selectFrom('users').select('id').where('domain_id', '=', domainId))
        .execute()
    },
  }
}
