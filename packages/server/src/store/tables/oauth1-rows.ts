import type { Selectable } from 'kysely'
import type { AccessToken, Consumer, RequestToken } from '../../core/access/oauth1/oauth1.ts'
import { fromJson, json } from '../engine/columns.ts'

export type OAuth1ConsumersTable = {
  id: string
  description: string | null
  sealed_secret: string
  extra: string
  created_at: number
}

export type OAuth1RequestTokensTable = {
  id: string
  sealed_secret: string
  consumer_id: string
  project_id: string
  authorizing_user_id: string | null
  verifier: string | null
  /** JSON list in input order. */
  role_ids: string
  expires_at: number | null
}

export type OAuth1AccessTokensTable = {
  id: string
  sealed_secret: string
  consumer_id: string
  authorizing_user_id: string
  project_id: string
  role_ids: string
  expires_at: number | null
}

/** `timestamp`: unix seconds of the request. */
export type OAuth1NoncesTable = { consumer_id: string; token_id: string; timestamp: number; nonce: string }

export const consumerFromRow = (row: Selectable<OAuth1ConsumersTable>): Consumer => ({
  id: row.id,
  description: row.description,
  sealedSecret: row.sealed_secret,
  extra: fromJson(row.extra),
  createdAt: row.created_at,
})

export const consumerToRow = (consumer: Consumer): OAuth1ConsumersTable => ({
  id: consumer.id,
  description: consumer.description,
  sealed_secret: consumer.sealedSecret,
  extra: json(consumer.extra),
  created_at: consumer.createdAt,
})

export const requestTokenFromRow = (row: Selectable<OAuth1RequestTokensTable>): RequestToken => ({
  id: row.id,
  sealedSecret: row.sealed_secret,
  consumerId: row.consumer_id,
  projectId: row.project_id,
  authorizingUserId: row.authorizing_user_id,
  verifier: row.verifier,
  roleIds: fromJson(row.role_ids),
  expiresAt: row.expires_at,
})

export const requestTokenToRow = (token: RequestToken): OAuth1RequestTokensTable => ({
  id: token.id,
  sealed_secret: token.sealedSecret,
  consumer_id: token.consumerId,
  project_id: token.projectId,
  authorizing_user_id: token.authorizingUserId,
  verifier: token.verifier,
  role_ids: json(token.roleIds),
  expires_at: token.expiresAt,
})

export const accessTokenFromRow = (row: Selectable<OAuth1AccessTokensTable>): AccessToken => ({
  id: row.id,
  sealedSecret: row.sealed_secret,
  consumerId: row.consumer_id,
  authorizingUserId: row.authorizing_user_id,
  projectId: row.project_id,
  roleIds: fromJson(row.role_ids),
  expiresAt: row.expires_at,
})

export const accessTokenToRow = (token: AccessToken): OAuth1AccessTokensTable => ({
  id: token.id,
  sealed_secret: token.sealedSecret,
  consumer_id: token.consumerId,
  authorizing_user_id: token.authorizingUserId,
  project_id: token.projectId,
  role_ids: json(token.roleIds),
  expires_at: token.expiresAt,
})
