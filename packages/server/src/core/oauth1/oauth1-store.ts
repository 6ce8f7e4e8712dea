import type { ListQuery, Slice } from '../lists/list-query.ts'
import type { AccessToken, Consumer, RequestToken } from './oauth1.ts'

export type ConsumerFilterKey = 'id' | 'description'
export type AccessTokenFilterKey = 'id' | 'authorizing_user_id'

export type OAuth1Store = {
  insertConsumer(consumer: Consumer): Promise<Consumer>
  getConsumer(id: string): Promise<Consumer | undefined>
  listConsumers(query: ListQuery<ConsumerFilterKey>): Promise<Slice<Consumer>>
  updateConsumer(id: string, change: Partial<Pick<Consumer, 'description' | 'extra'>>): Promise<Consumer | undefined>
  /** Its tokens go with it. Answers the ids of its access tokens, or undefined when there was no such consumer. */
  deleteConsumer(id: string): Promise<readonly string[] | undefined>
  insertRequestToken(token: RequestToken): Promise<void>
  getRequestToken(id: string): Promise<RequestToken | undefined>
  /** False when it was authorised already. */
  authorizeRequestToken(id: string, by: Pick<RequestToken, 'authorizingUserId' | 'verifier' | 'roleIds'>): Promise<boolean>
  /** Takes it: true for exactly one of many. */
  consumeRequestToken(id: string): Promise<boolean>
  insertAccessToken(token: AccessToken): Promise<void>
  getAccessToken(id: string): Promise<AccessToken | undefined>
  listAccessTokens(query: ListQuery<AccessTokenFilterKey>): Promise<Slice<AccessToken>>
  deleteAccessToken(id: string): Promise<boolean>
  deleteOfUser(userId: string): Promise<readonly string[]>
  deleteOfProject(projectId: string): Promise<readonly string[]>
  /** Remembers a nonce until it is too old to be accepted; false when it was seen before (RFC 5849 section 3.3). */
  rememberNonce(nonce: { readonly consumerId: string; readonly tokenId: string; readonly nonce: string; readonly at: number }): Promise<boolean>
}
