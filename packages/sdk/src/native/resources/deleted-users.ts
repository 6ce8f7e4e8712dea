import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi, PostOptions } from '../api.ts'
import type { DeletedUser, Restoration, User } from '../types.ts'

const path = '/deleted-users/{user_id}'

export const makeDeletedUsers = (api: NativeApi) => ({
  /** Deleted users that can still be restored, most recently deleted first. */
  list: (
    query: { readonly domain_id?: string; readonly username?: string; readonly limit?: number } = {},
    options?: CallOptions,
  ) => api.list<DeletedUser>('/deleted-users', 'deleted_users', { query }, options),

  /** Throws `NotFound` when the user is not deleted, or purged. */
  get: (userId: string, options?: CallOptions) =>
    api.send<DeletedUser>('GET', path, { params: { user_id: userId } }, options),

  /**
   * Restores a user without its password, sessions, keys and roles. Throws `Conflict` when the username or email was
   * taken meanwhile; pass others then.
   */
  restore: (userId: string, changes: Restoration = {}, options?: PostOptions) =>
    api.send<User>('POST', `${path}/restore`, { params: { user_id: userId }, json: changes }, options),

  /** Deletes the user permanently. */
  async purge(userId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { user_id: userId } }, options)
  },
})
