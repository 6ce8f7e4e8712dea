import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { GivenPlan, Invitation, NewUser, User, UserChange, UserSecondFactors } from '../types.ts'

/** Conditions of lists and exports of users; all must hold. */
export interface UserConditions {
  readonly domain_id?: string | undefined
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly external_id?: string | undefined
  readonly status?: User['status'] | undefined
  readonly kind?: User['kind'] | undefined
  /** A text in any of `search_fields`. */
  readonly search?: string | undefined
  /** Names separated by commas; default: all that can be searched. */
  readonly search_fields?: string | undefined
  /** A condition in CQL2 text, such as `created_at > TIMESTAMP('2026-01-01T00:00:00Z')`. */
  readonly filter?: string | undefined
  /** A JSON object that the metadata must contain. */
  readonly metadata?: string | undefined
}

export interface ListUsers extends UserConditions {
  /** A field, with `-` in front for descending: `-created_at`. */
  readonly sort?: string | undefined
  /** Users on each page; the list continues over all pages. */
  readonly limit?: number | undefined
}

const path = '/users/{user_id}'

export const makeUsers = (api: NativeApi) => ({
  /**
   * Users by any combination of conditions. Throws `BadRequest` with `filter_invalid` for a malformed filter.
   *
   * @example
   * for await (const user of muster.users.list({ status: 'active', sort: '-created_at' })) console.log(user.username)
   */
  list: (query: ListUsers = {}, options?: CallOptions) =>
    api.list<User>('/users', 'users', { query: { ...query } }, options),

  /** How many users there are under the conditions. */
  async count(conditions: UserConditions = {}, options?: CallOptions): Promise<number> {
    const query = { ...conditions, count: true, limit: 1 }
    const page = await api.send<{ readonly total: number }>('GET', '/users', { query }, options)
    return page.total
  },

  /** Creates a user. Throws `Conflict` with `user_name_taken` or `email_taken`. */
  create: (user: NewUser, options?: PostOptions) => api.send<User>('POST', '/users', { json: user }, options),

  /** Throws `NotFound` with `user_not_found`. */
  get: (userId: string, options?: CallOptions) =>
    api.send<User>('GET', path, { params: { user_id: userId } }, options),

  /** Changes the given fields; null clears a field. With `ifMatch`, throws `VersionChanged` after another change. */
  update: (userId: string, change: UserChange, options?: ChangeOptions) =>
    api.send<User>('PATCH', path, { params: { user_id: userId }, json: change }, options),

  /** Deletes a user, who can be restored for a while: see `deletedUsers`. With `purge`, permanently. */
  async delete(
    userId: string,
    { purge, ...options }: CallOptions & { readonly purge?: boolean } = {},
  ): Promise<void> {
    await api.send(
      'DELETE',
      path,
      { params: { user_id: userId }, query: { purge: purge || undefined } },
      options,
    )
  },

  /** Sets the password of another user, and ends all sessions of that user. */
  async setPassword(userId: string, password: string, options?: CallOptions): Promise<void> {
    await api.send('PUT', `${path}/password`, { params: { user_id: userId }, json: { password } }, options)
  },

  /** Sends a password recovery link. Throws `BadRequest` with `recovery_impossible` when the user cannot get one. */
  async sendRecovery(userId: string, options?: PostOptions): Promise<void> {
    await api.send('POST', `${path}/recovery`, { params: { user_id: userId } }, options)
  },

  /** Invites a pending user, or sends an invited user a new link; the previous link no longer works. */
  invite: (userId: string, options?: PostOptions) =>
    api.send<Invitation>('POST', `${path}/invitation`, { params: { user_id: userId } }, options),

  /** The second factors of a user, without their secrets, and whether a sign-in requires one. */
  secondFactors: (userId: string, options?: CallOptions) =>
    api.send<UserSecondFactors>('GET', `${path}/second-factors`, { params: { user_id: userId } }, options),

  /** Removes the second factors of a user who lost the device; the password alone then suffices. */
  async resetSecondFactors(userId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', `${path}/second-factors`, { params: { user_id: userId } }, options)
  },

  /** Assigns a plan to a user, or removes it with `plan_id: null`. */
  setPlan: (userId: string, plan: GivenPlan, options?: CallOptions) =>
    api.send<User>('PUT', `${path}/plan`, { params: { user_id: userId }, json: plan }, options),

  /** Extends the plan of a user by its number of days. */
  renewPlan: (userId: string, options?: PostOptions) =>
    api.send<User>('POST', `${path}/plan/renew`, { params: { user_id: userId } }, options),
})
