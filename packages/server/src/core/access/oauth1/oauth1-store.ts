import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { AccessToken, Consumer, RequestToken } from './oauth1.ts'

export type ConsumerFilterKey = 'id'
export type AccessTokenFilterKey = 'id' | 'authorizing_user_id'

export type ConsumerChange = {
  readonly description?: Consumer['description'] | undefined
  readonly extra?: Consumer['extra'] | undefined
}

/** What makes a signed request unlike every other (RFC 5849 section 3.3). `tokenId` is `''` without a token. */
export type UsedNonce = {
  readonly consumerId: string
  readonly tokenId: string
  readonly nonce: string
  /** Unix seconds, as the request says. */
  readonly timestamp: number
}

export type OAuth1Store = {
  insertConsumer(consumer: Consumer): Promise<Consumer>
  getConsumer(id: string): Promise<Consumer | undefined>
  listConsumers(query: ListQuery<ConsumerFilterKey>): Promise<Slice<Consumer>>
  updateConsumer(id: string, change: ConsumerChange): Promise<Consumer | undefined>
  /** Its tokens go with it. Answers the ids of its access tokens, or undefined when there was no such consumer. */
  deleteConsumer(id: string): Promise<readonly string[] | undefined>
  /** Rejects with `not_found` when the consumer is gone. */
  insertRequestToken(token: RequestToken): Promise<void>
  getRequestToken(id: string): Promise<RequestToken | undefined>
  /** False when it was authorised already, or is gone. */
  authorizeRequestToken(
    id: string,
    by: { readonly userId: string; readonly verifier: string; readonly roleIds: readonly string[] },
  ): Promise<boolean>
  /** Takes it: true for exactly one of many. */
  consumeRequestToken(id: string): Promise<boolean>
  /** Rejects with `not_found` when the consumer is gone. */
  insertAccessToken(token: AccessToken): Promise<void>
  getAccessToken(id: string): Promise<AccessToken | undefined>
  listAccessTokens(query: ListQuery<AccessTokenFilterKey>): Promise<Slice<AccessToken>>
  deleteAccessToken(id: string): Promise<boolean>
  /**
   * Each answers the ids of the access tokens that are gone; request tokens for them, or authorised by them,
   * go as well.
   */
  deleteOfUser(userId: string): Promise<readonly string[]>
  deleteOfProject(projectId: string): Promise<readonly string[]>
  /** Those of the domain's users and those for its projects. */
  deleteOfDomain(domainId: string): Promise<readonly string[]>
  /** Remembers that the nonce was used: true for exactly one of many. */
  takeNonce(nonce: UsedNonce): Promise<boolean>
  /** Deletes at most `limit` nonces of requests that are too old to be answered anyway. Answers how many. */
  sweepNonces(timestampBefore: number, limit: number): Promise<number>
  /** Deletes at most `limit` request tokens that were expired at the time. Unix milliseconds; answers how many. */
  sweepRequestTokens(at: number, limit: number): Promise<number>
}
