import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type {
  ApiKey,
  ApiKeyChange,
  ApiKeyRotation,
  ApiKeyWithSecret,
  NewApiKey,
  NewServiceUser,
  User,
} from '../types.ts'

export interface ListApiKeys {
  readonly user_id?: string | undefined
  readonly domain_id?: string | undefined
  readonly state?: ApiKey['state'] | undefined
  readonly include_deleted?: boolean | undefined
  readonly limit?: number | undefined
}

const path = '/api-keys/{api_key_id}'

export const makeApiKeys = (api: NativeApi) => ({
  /** The caller's keys, or those of a user or domain, without their secrets. */
  list: (query: ListApiKeys = {}, options?: CallOptions) =>
    api.list<ApiKey>('/api-keys', 'api_keys', { query: { ...query } }, options),

  /** Creates a key; `secret` is in this response only. Throws `Forbidden` with `not_a_developer`. */
  create: (key: NewApiKey, options?: PostOptions) =>
    api.send<ApiKeyWithSecret>('POST', '/api-keys', { json: key }, options),

  /** Creates a service user with roles and an API key for them, in one transaction. */
  createServiceUser: (user: NewServiceUser, options?: PostOptions) =>
    api.send<ApiKeyWithSecret & { readonly user: User }>('POST', '/service-users', { json: user }, options),

  get: (keyId: string, options?: CallOptions) =>
    api.send<ApiKey>('GET', path, { params: { api_key_id: keyId } }, options),

  /** Renames a key, revokes it with `revoked: true`, or grants it again with `revoked: false`. */
  update: (keyId: string, change: ApiKeyChange, options?: ChangeOptions) =>
    api.send<ApiKey>('PATCH', path, { params: { api_key_id: keyId }, json: change }, options),

  /** Replaces the secret; the previous one works for another `overlap_seconds`. */
  rotate: (keyId: string, rotation: ApiKeyRotation = {}, options?: PostOptions) =>
    api.send<ApiKeyWithSecret>(
      'POST',
      `${path}/rotate`,
      { params: { api_key_id: keyId }, json: rotation },
      options,
    ),

  async delete(keyId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { api_key_id: keyId } }, options)
  },
})
