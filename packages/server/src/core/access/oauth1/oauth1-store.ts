import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { AccessToken, Consumer, RequestToken } from './oauth1.ts'

export type ConsumerFilterKey = 'id'
export type AccessTokenFilterKey = 'id' | 'authorizing_user_id'

export type ConsumerChange = {
  readonly description?: Consumer['description'] | undefined
  readonly extra?: Consumer['extra'] | undefined
}

/** Identifies a signed request (RFC 5849 section 3.3). `tokenId` is `''` without a token. */
export type UsedNonce = {
  readonly consumerId: string
  readonly tokenId: string
  readonly nonce: string
  /** Unix seconds, from the request. */
  readonly timestamp: number
}

export type OAuth1Store = {
  insertConsumer(consumer: Consumer): Promise<Consumer>
  getConsumer(id: string): Promise<Consumer | undefined>
  listConsumers(query: ListQuery<ConsumerFilterKey>): Promise<Slice<Consumer>>
  updateConsumer(id: string, change: ConsumerChange): Promise<Consumer | undefined>
  /** Deletes the consumer with its tokens. Returns the ids of its access tokens, or undefined for an unknown consumer. */
  deleteConsumer(id: string): Promise<readonly string[] | undefined>
  /** Rejects with `not_found` when the consumer does not exist. */
  insertRequestToken(token: RequestToken): Promise<void>
  getRequestToken(id: string): Promise<RequestToken | undefined>
  /** Returns false when the token is already authorised or does not exist. */
  authorizeRequestToken(
    id: string,
    by: { readonly userId: string; readonly verifier: string; readonly roleIds: readonly string[] },
  ): Promise<boolean>
  /** Deletes the token. Returns true for exactly one of several concurrent calls. */
  consumeRequestToken(id: string): Promise<boolean>
  /** Rejects with `not_found` when the consumer does not exist. */
  insertAccessToken(token: AccessToken): Promise<void>
  getAccessToken(id: string): Promise<AccessToken | undefined>
  listAccessTokens(query: ListQuery<AccessTokenFilterKey>): Promise<Slice<AccessToken>>
  deleteAccessToken(id: string): Promise<boolean>
  /**
   * The `deleteOf…` methods return the ids of the deleted access tokens. They also delete the request tokens of the same
   * project or authorising user.
   */
  deleteOfUser(userId: string): Promise<readonly string[]>
  deleteOfProject(projectId: string): Promise<readonly string[]>
  /** Deletes the tokens of the domain's users and the tokens for its projects. */
  deleteOfDomain(domainId: string): Promise<readonly string[]>
  /** Records the nonce. Returns true for exactly one of several concurrent calls. */
  useNonce(nonce: UsedNonce): Promise<boolean>
  /** Deletes at most `limit` nonces of requests outside the timestamp window. Returns the number deleted. */
  purgeExpiredNonces(timestampBefore: number, limit: number): Promise<number>
  /** Deletes at most `limit` request tokens expired at that time (unix milliseconds). Returns the number deleted. */
  purgeExpiredRequestTokens(at: number, limit: number): Promise<number>
}
