import { type Selectable, sql } from 'kysely'
import type { AccessRule } from '../../core/access/application-credentials/application-credential.ts'
import type {
  AccessRuleFilterKey,
  AccessRuleStore,
} from '../../core/access/application-credentials/application-credential-store.ts'
import { domainError, notFound } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'

export type AccessRulesTable = {
  id: string
  user_id: string
  service: string
  method: string
  path: string
}

const columns: Readonly<Record<AccessRuleFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  user_id: { column: sql.ref('user_id'), kind: 'text' },
  service: { column: sql.ref('service'), kind: 'text' },
  method: { column: sql.ref('method'), kind: 'text' },
  path: { column: sql.ref('path'), kind: 'text' },
}

const accessRule = (row: Selectable<AccessRulesTable>): AccessRule => ({
  id: row.id,
  userId: row.user_id,
  service: row.service,
  method: row.method,
  path: row.path,
})

export const accessRuleStore = ({ name: dialect, q }: Db): AccessRuleStore => {
  const all = () => q.selectFrom('access_rules').selectAll()
  return {
    ensure: (given) =>
      mapConstraintErrors(
        async () => {
          const { id, userId, service, method, path } = given
          await q
            .insertInto('access_rules')
            .values({ id, user_id: userId, service, method, path })
            .onConflict((conflict) => conflict.columns(['user_id', 'service', 'path', 'method']).doNothing())
            .execute()
          const row = await all()
            .where('user_id', '=', userId)
            .where('service', '=', service)
            .where('path', '=', path)
            .where('method', '=', method)
            .executeTakeFirstOrThrow()
          return accessRule(row)
        },
        () => notFound('user', given.userId),
      ),
    async get(id) {
      const row = await all()
        .where(among(dialect, sql.ref('id'), [id]))
        .executeTakeFirst()
      return row && accessRule(row)
    },
    async getMany(ids) {
      const rows = await all()
        .where(among(dialect, sql.ref('id'), ids))
        .orderBy('id')
        .execute()
      return rows.map(accessRule)
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
      return slice(rows, page.limit, accessRule)
    },
    delete: (id) =>
      mapConstraintErrors(
        async () => {
          const { numDeletedRows } = await q
            .deleteFrom('access_rules')
            .where(among(dialect, sql.ref('id'), [id]))
            .executeTakeFirstOrThrow()
          return numDeletedRows > 0n
        },
        () =>
          domainError(
            'failed_precondition',
            'access_rule_in_use',
            'An application credential uses this access rule.',
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
