import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { ApiKey, ApiKeyState } from '../../core/access/api-keys/api-key.ts'
import type { ApiKeyChange, ApiKeySortKey, ApiKeyStore } from '../../core/access/api-keys/api-key-store.ts'
import type { EndedCredential } from '../../core/access/application-credentials/application-credential-store.ts'
import type { AssignmentTarget } from '../../core/directory/assignments/assignment.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { assertPageFits, filterSql, slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db, DialectName } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { hasUpdated } from '../engine/results.ts'
import {
  type ApiKeysTable,
  apiKeyPartFromRow,
  fromRow as credentialFromRow,
  scopeId,
  selectCredentials,
} from './application-credential-rows.ts'

type Row = Selectable<ApiKeysTable>
type Said = EndedCredential & Pick<ApiKey, 'roleIds'>

const fromRow = (row: Row, said: Said): ApiKey => {
  const { previous, ...part } = apiKeyPartFromRow(row)
  return { ...said, ...part, previousUntil: previous?.until ?? null, deletedAt: row.deleted_at }
}

const conditions = (now: number): Readonly<Record<ApiKeyState, ReturnType<typeof sql<boolean>>>> => ({
  active: sql`keys.deleted_at is null and keys.revoked_at is null and (said.expires_at is null or said.expires_at > ${now})`,
  revoked: sql`keys.deleted_at is null and keys.revoked_at is not null`,
  expired: sql`keys.deleted_at is null and keys.revoked_at is null and said.expires_at <= ${now}`,
  deleted: sql`keys.deleted_at is not null`,
})

/** The scope of a deleted key is in `remains`. */
const reachesSql = (dialect: DialectName, scope: AssignmentTarget): RawBuilder<SqlBool> => {
  const remains = (member: string) =>
    dialect === 'sqlite'
      ? sql`json_extract(keys.remains, ${sql.lit(`$.scope.${member}`)})`
      : sql`cast(keys.remains as json) -> 'scope' ->> ${sql.lit(member)}`
  return sql`coalesce(said.scope_type, ${remains('type')}) = ${scope.type}
    and coalesce(said.scope_id, ${remains('id')}, '') = ${scopeId(scope)}`
}

const sorts: Readonly<Record<ApiKeySortKey, RawBuilder<unknown>>> = {
  number: sql.ref('keys.number'),
  name: sql.ref('said.name'),
  created_at: sql.ref('said.created_at'),
  expires_at: sql.ref('said.expires_at'),
}

const namedLike = (dialect: DialectName, text: string) =>
  filterSql(
    dialect,
    { column: sql.ref('said.name'), kind: 'text' },
    { key: 'name', op: 'icontains', value: text },
  )

const changes = ({ prefix, previous, revoked }: ApiKeyChange) => ({
  ...(prefix === undefined ? {} : { prefix }),
  ...(previous === undefined
    ? {}
    : { previous_hash: previous?.hash ?? null, previous_until: previous?.until ?? null }),
  ...(revoked === undefined ? {} : { revoked_at: revoked?.at ?? null, revoked_by: revoked?.by ?? null }),
})

export const apiKeyStore = (db: Db): ApiKeyStore => {
  const { name: dialect, q } = db
  const keys = () => q.selectFrom('api_keys').selectAll()
  /** Skips keys that were deleted between the two queries. */
  const whole = async (rows: readonly Row[]): Promise<readonly ApiKey[]> => {
    const active = rows.flatMap(({ id, remains }) => (remains === null ? [id] : []))
    const found =
      active.length === 0
        ? []
        : await selectCredentials(db)
            .where(inList(dialect, sql.ref('id'), active))
            .execute()
    const saidOf = new Map(
      found.map((row) => {
        const { secretHash: _secret, accessRuleIds: _rules, key: _key, ...said } = credentialFromRow(row)
        return [row.id, said]
      }),
    )
    return rows.flatMap((row) => {
      const said: Said | undefined =
        row.remains === null ? saidOf.get(row.id) : { ...fromJson<EndedCredential>(row.remains), roleIds: [] }
      return said ? [fromRow(row, said)] : []
    })
  }
  const one = async (row: Row | undefined) => (row === undefined ? undefined : (await whole([row]))[0])
  return {
    insert: ({ id, userId, prefix, ownUser = false, madeBy = null }) =>
      insertRow(
        db,
        'api_keys',
        { id, user_id: userId, prefix, version: 1, own_user: flag(ownUser), made_by: madeBy },
        () => notFound('user', userId),
      ),
    get: async (id) =>
      one(
        await keys()
          .where(inList(dialect, sql.ref('id'), [id]))
          .executeTakeFirst(),
      ),
    getByNumber: async (number) => one(await keys().where('number', '=', number).executeTakeFirst()),
    async list(query) {
      const {
        userId,
        domainId,
        exceptUserIds,
        scope,
        ownUser,
        madeBy,
        states,
        now,
        limit,
        after,
        search,
        skip,
      } = query
      const holds = conditions(now)
      let found = q
        .selectFrom('api_keys as keys')
        .leftJoin('application_credentials as said', 'said.id', 'keys.id')
        .selectAll('keys')
        .where(({ or }) => or(states.map((state) => sql<boolean>`(${holds[state]})`)))
      if (userId !== undefined) found = found.where('keys.user_id', '=', userId)
      if (domainId !== undefined)
        found = found.where(
          'keys.user_id',
          'in',
          q.selectFrom('users').select('users.id').where('users.domain_id', '=', domainId),
        )
      if (exceptUserIds !== undefined && exceptUserIds.length > 0)
        found = found.where(sql<SqlBool>`not (${inList(dialect, sql.ref('keys.user_id'), exceptUserIds)})`)
      if (scope !== undefined) found = found.where(reachesSql(dialect, scope))
      if (ownUser !== undefined) found = found.where('keys.own_user', '=', flag(ownUser))
      if (madeBy !== undefined) found = found.where('keys.made_by', '=', madeBy)
      if (after !== undefined) found = found.where('keys.number', '>', after)
      // The name of a deleted key is in `remains` and is not searched.
      if (search !== undefined) found = found.where(namedLike(dialect, search))
      for (const { key, descending } of query.order ?? [])
        found = found.orderBy(sql`${sorts[key]} is null`).orderBy(sorts[key], descending ? 'desc' : 'asc')
      if (search !== undefined && query.order === undefined)
        found = found.orderBy(sql`case when said.name = ${search} then 0 else 1 end`)
      const rows = await found
        .orderBy('keys.number')
        .limit(limit + 1)
        .offset(skip ?? 0)
        .execute()
      const page = await whole(rows.slice(0, limit))
      if (skip !== undefined) assertPageFits(page, limit)
      return { rows: page, more: rows.length > limit }
    },
    async owners(domainId, { limit, after }) {
      const owners = q
        .selectFrom('api_keys')
        .innerJoin('users', 'users.id', 'api_keys.user_id')
        .select('api_keys.user_id as id')
        .distinct()
        .where('users.domain_id', '=', domainId)
      const rows = await (after === undefined ? owners : owners.where('api_keys.user_id', '>', after))
        .orderBy('api_keys.user_id')
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, ({ id }) => id)
    },
    update: (id, change) =>
      mapConstraintErrors(() =>
        hasUpdated(
          q
            .updateTable('api_keys')
            .set((eb) => ({ ...changes(change), version: eb('version', '+', 1) }))
            .where('id', '=', id)
            .where('deleted_at', 'is', null),
        ),
      ),
    async softDelete(ended, at) {
      for (const said of ended)
        await q
          .updateTable('api_keys')
          .set((eb) => ({
            deleted_at: at,
            remains: json(said),
            previous_hash: null,
            previous_until: null,
            version: eb('version', '+', 1),
          }))
          .where('id', '=', said.id)
          .execute()
    },
    purgeExpired: (deletedBefore, limit) =>
      deleteSome(db, 'api_keys', { column: 'deleted_at', where: sql`deleted_at <= ${deletedBefore}` }, limit),
  }
}
