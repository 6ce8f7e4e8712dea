import type { Selectable } from 'kysely'
import type { AccessToken, Consumer, RequestToken } from '../../core/access/oauth1/oauth1.ts'
import { fromJson } from '../engine/columns.ts'

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

export const consumer = (row: Selectable<OAuth1ConsumersTable>): Consumer => ({
  id: row.id,
  description: row.description,
  sealedSecret: row.sealed_secret,
  extra: fromJson(row.extra),
  createdAt: row.created_at,
})

export const requestToken = (row: Selectable<OAuth1RequestTokensTable>): RequestToken => ({
  id: row.id,
  sealedSecret: row.sealed_secret,
  consumerId: row.consumer_id,
  projectId: row.project_id,
  authorizingUserId: row.authorizing_user_id,
  verifier: row.verifier,
  roleIds: fromJson(row.role_ids),
  expiresAt: row.expires_at,
})

export const accessToken = (row: Selectable<OAuth1AccessTokensTable>): AccessToken => ({
  id: row.id,
  sealedSecret: row.sealed_secret,
  consumerId: row.consumer_id,
  authorizingUserId: row.authorizing_user_id,
  projectId: row.project_id,
  roleIds: fromJson(row.role_ids),
  expiresAt: row.expires_at,
})
