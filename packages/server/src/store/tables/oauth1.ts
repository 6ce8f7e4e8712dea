import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type {
  AccessTokenFilterKey,
  ConsumerFilterKey,
  OAuth1Store,
} from '../../core/access/oauth1/oauth1-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { accessToken, consumer, requestToken } from './oauth1-rows.ts'

const consumerColumns: Readonly<Record<ConsumerFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
}

const accessTokenColumns: Readonly<Record<AccessTokenFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  authorizing_user_id: { column: sql.ref('authorizing_user_id'), kind: 'text' },
}

export const oauth1Store = (db: Db): OAuth1Store => {
  const { name: dialect, q } = db
  const consumers = () => q.selectFrom('oauth1_consumers').selectAll()
  const requestTokens = () => q.selectFrom('oauth1_request_tokens').selectAll()
  const accessTokens = () => q.selectFrom('oauth1_access_tokens').selectAll()
  const isId = (id: string) => among(dialect, sql.ref('id'), [id])

  /** Both kinds of tokens have the columns of the condition. */
  const deleteTokens = async (condition: RawBuilder<SqlBool>): Promise<readonly string[]> => {
    await q.deleteFrom('oauth1_request_tokens').where(condition).execute()
    const gone = await q.deleteFrom('oauth1_access_tokens').where(condition).returning('id').execute()
    return gone.map((row) => row.id)
  }

  return {
    async insertConsumer(given) {
      await mapConstraintErrors(() =>
        q
          .insertInto('oauth1_consumers')
          .values({
            id: given.id,
            description: given.description,
            sealed_secret: given.sealedSecret,
            extra: json(given.extra),
            created_at: given.createdAt,
          })
          .execute(),
      )
      return given
    },
    async getConsumer(id) {
      const row = await consumers().where(isId(id)).executeTakeFirst()
      return row && consumer(row)
    },
    async listConsumers({ where, page }) {
      const rows = await where
        .reduce(
          (found, filter) => found.where(filterSql(dialect, consumerColumns[filter.key], filter)),
          page.after === undefined ? consumers() : consumers().where('id', '>', page.after),
        )
        .orderBy('id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, consumer)
    },
    async updateConsumer(id, { description, extra }) {
      const row = await mapConstraintErrors(() =>
        q
          .updateTable('oauth1_consumers')
          // Names a column always, so that a change of nothing is a statement too.
          .set({ id, description, extra: extra && json(extra) })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && consumer(row)
    },
    async deleteConsumer(id) {
      const tokens = await q
        .deleteFrom('oauth1_access_tokens')
        .where('consumer_id', '=', id)
        .returning('id')
        .execute()
      const { numDeletedRows } = await q
        .deleteFrom('oauth1_consumers')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n ? tokens.map((row) => row.id) : undefined
    },
    insertRequestToken: (given) =>
      mapConstraintErrors(
        async () => {
          await q
            .insertInto('oauth1_request_tokens')
            .values({
              id: given.id,
              sealed_secret: given.sealedSecret,
              consumer_id: given.consumerId,
              project_id: given.projectId,
              authorizing_user_id: given.authorizingUserId,
              verifier: given.verifier,
              role_ids: json(given.roleIds),
              expires_at: given.expiresAt,
            })
            .execute()
        },
        () => notFound('consumer', given.consumerId),
      ),
    async getRequestToken(id) {
      const row = await requestTokens().where(isId(id)).executeTakeFirst()
      return row && requestToken(row)
    },
    async authorizeRequestToken(id, { userId, verifier, roleIds }) {
      const { numUpdatedRows } = await q
        .updateTable('oauth1_request_tokens')
        .set({ authorizing_user_id: userId, verifier, role_ids: json(roleIds) })
        .where('id', '=', id)
        .where('authorizing_user_id', 'is', null)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async consumeRequestToken(id) {
      const { numDeletedRows } = await q
        .deleteFrom('oauth1_request_tokens')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    insertAccessToken: (given) =>
      mapConstraintErrors(
        async () => {
          await q
            .insertInto('oauth1_access_tokens')
            .values({
              id: given.id,
              sealed_secret: given.sealedSecret,
              consumer_id: given.consumerId,
              authorizing_user_id: given.authorizingUserId,
              project_id: given.projectId,
              role_ids: json(given.roleIds),
              expires_at: given.expiresAt,
            })
            .execute()
        },
        () => notFound('consumer', given.consumerId),
      ),
    async getAccessToken(id) {
      const row = await accessTokens().where(isId(id)).executeTakeFirst()
      return row && accessToken(row)
    },
    async listAccessTokens({ where, page }) {
      const rows = await where
        .reduce(
          (found, filter) => found.where(filterSql(dialect, accessTokenColumns[filter.key], filter)),
          page.after === undefined ? accessTokens() : accessTokens().where('id', '>', page.after),
        )
        .orderBy('id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, accessToken)
    },
    async deleteAccessToken(id) {
      const { numDeletedRows } = await q
        .deleteFrom('oauth1_access_tokens')
        .where(isId(id))
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    deleteOfUser: (userId) => deleteTokens(sql`authorizing_user_id = ${userId}`),
    deleteOfProject: (projectId) => deleteTokens(sql`project_id = ${projectId}`),
    deleteOfDomain: (domainId) =>
      deleteTokens(sql`(authorizing_user_id in (select id from users where domain_id = ${domainId})
        or project_id in (select id from projects where domain_id = ${domainId}))`),
    async takeNonce({ consumerId, tokenId, timestamp, nonce }) {
      const row = await mapConstraintErrors(
        () =>
          q
            .insertInto('oauth1_nonces')
            .values({ consumer_id: consumerId, token_id: tokenId, timestamp, nonce })
            .onConflict((conflict) => conflict.doNothing())
            .returning('nonce')
            .executeTakeFirst(),
        () => notFound('consumer', consumerId),
      )
      return row !== undefined
    },
    purgeExpiredNonces: (timestampBefore, limit) =>
      deleteSome(
        db,
        'oauth1_nonces',
        { column: 'timestamp', where: sql`timestamp < ${timestampBefore}` },
        limit,
      ),
    purgeExpiredRequestTokens: (at, limit) =>
      deleteSome(
        db,
        'oauth1_request_tokens',
        { column: 'expires_at', where: sql`expires_at <= ${at}` },
        limit,
      ),
  }
}
