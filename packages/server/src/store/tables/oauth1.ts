import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type {
  AccessTokenFilterKey,
  ConsumerFilterKey,
  OAuth1Store,
} from '../../core/access/oauth1/oauth1-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf } from '../engine/column-filters.ts'
import { json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findIds, hasRow, hasUpdated } from '../engine/results.ts'
import {
  accessTokenFromRow,
  accessTokenToRow,
  consumerFromRow,
  consumerToRow,
  requestTokenFromRow,
  requestTokenToRow,
} from './oauth1-rows.ts'

export const oauth1Store = (db: Db): OAuth1Store => {
  const { q } = db
  const consumers = keysetTable(db, 'oauth1_consumers', {
    fromRow: consumerFromRow,
    columns: columnsOf<ConsumerFilterKey>('text', 'id'),
  })
  const requestTokens = keysetTable(db, 'oauth1_request_tokens', {
    fromRow: requestTokenFromRow,
    columns: {},
  })
  const accessTokens = keysetTable(db, 'oauth1_access_tokens', {
    fromRow: accessTokenFromRow,
    columns: columnsOf<AccessTokenFilterKey>('text', 'id', 'authorizing_user_id'),
  })

  /** Both kinds of tokens have the columns of the condition. */
  const deleteTokens = async (condition: RawBuilder<SqlBool>): Promise<readonly string[]> => {
    await q.deleteFrom('oauth1_request_tokens').where(condition).execute()
    return findIds(q.deleteFrom('oauth1_access_tokens').where(condition).returning('id'))
  }

  return {
    getConsumer: consumers.get,
    listConsumers: consumers.list,
    async insertConsumer(consumer) {
      await insertRow(db, 'oauth1_consumers', consumerToRow(consumer))
      return consumer
    },
    updateConsumer: (id, { description, extra }) =>
      consumers.update(id, { description, extra: extra && json(extra) }),
    async deleteConsumer(id) {
      const tokenIds = await findIds(
        q.deleteFrom('oauth1_access_tokens').where('consumer_id', '=', id).returning('id'),
      )
      return (await consumers.delete(id)) ? tokenIds : undefined
    },
    getRequestToken: requestTokens.get,
    insertRequestToken: (token) =>
      insertRow(db, 'oauth1_request_tokens', requestTokenToRow(token), () =>
        notFound('consumer', token.consumerId),
      ),
    authorizeRequestToken: (id, { userId, verifier, roleIds }) =>
      hasUpdated(
        q
          .updateTable('oauth1_request_tokens')
          .set({ authorizing_user_id: userId, verifier, role_ids: json(roleIds) })
          .where('id', '=', id)
          .where('authorizing_user_id', 'is', null),
      ),
    consumeRequestToken: requestTokens.delete,
    getAccessToken: accessTokens.get,
    listAccessTokens: accessTokens.list,
    deleteAccessToken: accessTokens.delete,
    insertAccessToken: (token) =>
      insertRow(db, 'oauth1_access_tokens', accessTokenToRow(token), () =>
        notFound('consumer', token.consumerId),
      ),
    deleteOfUser: (userId) => deleteTokens(sql`authorizing_user_id = ${userId}`),
    deleteOfProject: (projectId) => deleteTokens(sql`project_id = ${projectId}`),
    deleteOfDomain: (domainId) =>
      deleteTokens(sql`(authorizing_user_id in (select id from users where domain_id = ${domainId})
        or project_id in (select id from projects where domain_id = ${domainId}))`),
    useNonce: ({ consumerId, tokenId, timestamp, nonce }) =>
      mapConstraintErrors(
        () =>
          hasRow(
            q
              .insertInto('oauth1_nonces')
              .values({ consumer_id: consumerId, token_id: tokenId, timestamp, nonce })
              .onConflict((conflict) => conflict.doNothing())
              .returning('nonce'),
          ),
        () => notFound('consumer', consumerId),
      ),
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
