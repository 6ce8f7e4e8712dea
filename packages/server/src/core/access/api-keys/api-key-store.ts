import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Sort } from '../../kernel/paging/position.ts'
import type { EndedCredential } from '../application-credentials/application-credential-store.ts'
import type { ApiKey, ApiKeyPart, ApiKeyState } from './api-key.ts'

export type NewApiKey = {
  /** Of its application credential, which is stored already. */
  readonly id: string
  readonly userId: string
  readonly prefix: string
  readonly ownUser?: boolean | undefined
  readonly madeBy?: string | undefined
}

/** What may change; `undefined` and absent both mean "as it was". */
export type ApiKeyChange = { readonly [K in 'prefix' | 'previous' | 'revoked']?: ApiKeyPart[K] | undefined }

export type ApiKeySortKey = 'number' | 'name' | 'created_at' | 'expires_at'

export type ApiKeyQuery = {
  /** One of the two. */
  readonly userId?: string | undefined
  /** Those of every user of the domain. */
  readonly domainId?: string | undefined
  readonly exceptUserIds?: readonly string[] | undefined
  readonly scope?: AssignmentTarget | undefined
  /** Only those whose user was made for them, or only the others. */
  readonly ownUser?: boolean | undefined
  readonly madeBy?: string | undefined
  readonly states: readonly ApiKeyState[]
  /** Unix milliseconds: decides what is expired. */
  readonly now: number
  readonly limit: number
  /** The number of the last one seen. */
  readonly after?: number | undefined
  /** Only those whose name holds this text, whatever its case; a key of just that name comes first. */
  readonly search?: string | undefined
  /** In place of the order they were made in, and never with `after`. */
  readonly order?: readonly Sort<ApiKeySortKey>[] | undefined
  /** Rows to pass over, for clients that count pages. */
  readonly skip?: number | undefined
}

/** Part of the store of application credentials that only API keys have. */
export type ApiKeyStore = {
  insert(key: NewApiKey): Promise<void>
  /** Deleted ones too, here and below. */
  get(id: string): Promise<ApiKey | undefined>
  getByNumber(number: number): Promise<ApiKey | undefined>
  /** In the order they were made, unless said. */
  list(query: ApiKeyQuery): Promise<Slice<ApiKey>>
  /** Users of the domain who have keys, in the order of ids, after the one named. */
  owners(
    domainId: string,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<Slice<string>>
  /** Counts as a change, also of the name. False when there is no such living key. */
  update(id: string, change: ApiKeyChange): Promise<boolean>
  /** Keeps what is still shown of those among them that are API keys; their credentials are gone. */
  softDelete(ended: readonly EndedCredential[], at: number): Promise<void>
  /** Deletes at most `limit` of those deleted before. Unix milliseconds; answers how many. */
  sweep(deletedBefore: number, limit: number): Promise<number>
}
