import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Sort } from '../../kernel/paging/position.ts'
import type { EndedCredential } from '../application-credentials/application-credential-store.ts'
import type { ApiKey, ApiKeyPart, ApiKeyState } from './api-key.ts'

export type NewApiKey = {
  /** The id of its application credential, which must be stored already. */
  readonly id: string
  readonly userId: string
  readonly prefix: string
  readonly ownUser?: boolean | undefined
  readonly madeBy?: string | undefined
}

/** The attributes that can change; `undefined` and absent both mean unchanged. */
export type ApiKeyChange = { readonly [K in 'prefix' | 'previous' | 'revoked']?: ApiKeyPart[K] | undefined }

export type ApiKeySortKey = 'number' | 'name' | 'created_at' | 'expires_at'

export type ApiKeyQuery = {
  /** Either `userId` or `domainId` is set. */
  readonly userId?: string | undefined
  /** Keys of every user of the domain. */
  readonly domainId?: string | undefined
  readonly exceptUserIds?: readonly string[] | undefined
  readonly scope?: AssignmentTarget | undefined
  /** True: only keys with a service user of their own; false: only the others. */
  readonly ownUser?: boolean | undefined
  readonly madeBy?: string | undefined
  readonly states: readonly ApiKeyState[]
  /** Unix milliseconds: decides which keys are expired. */
  readonly now: number
  readonly limit: number
  /** The number of the last key already seen. */
  readonly after?: number | undefined
  /** Only keys whose name contains this text, ignoring case; an exact match comes first. */
  readonly search?: string | undefined
  /** Absent: in order of creation. Never used with `after`. */
  readonly order?: readonly Sort<ApiKeySortKey>[] | undefined
  /** Rows to skip, for pages by number. */
  readonly skip?: number | undefined
}

/** The attributes that API keys have beyond other application credentials. */
export type ApiKeyStore = {
  insert(key: NewApiKey): Promise<void>
  /** Includes deleted keys, as do the methods below. */
  get(id: string): Promise<ApiKey | undefined>
  getByNumber(number: number): Promise<ApiKey | undefined>
  /** In order of creation unless `order` is set. */
  list(query: ApiKeyQuery): Promise<Slice<ApiKey>>
  /** Ids of the domain's users with keys, ascending, after the given id. */
  owners(
    domainId: string,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<Slice<string>>
  /** Changes the key and increments its version, also for a change of the name alone. Returns false unless the key exists and is not deleted. */
  update(id: string, change: ApiKeyChange): Promise<boolean>
  /** Soft-deletes the API keys among deleted application credentials. Unix milliseconds. */
  softDelete(ended: readonly EndedCredential[], at: number): Promise<void>
  /** Deletes at most `limit` keys soft-deleted before (unix milliseconds). Returns the number deleted. */
  purgeExpired(deletedBefore: number, limit: number): Promise<number>
}
