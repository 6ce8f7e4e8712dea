import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi } from '../api.ts'

/** A user by username or claimed email; the domain by id or name, or the default domain. */
export interface Login {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly domain_id?: string | undefined
  readonly domain_name?: string | undefined
}

/** Calls without credentials, for sign-in pages. */
export const makePasswords = (api: NativeApi) => ({
  /** Requests a recovery link. Succeeds whether or not the user exists. */
  async requestRecovery(login: Login, options?: CallOptions): Promise<void> {
    await api.send('POST', '/recovery', { json: login, authenticated: false }, options)
  },

  /** Sets a new password with the token of a recovery link. Throws `BadRequest` with `recovery_invalid`. */
  async reset(
    reset: { readonly token: string; readonly password: string },
    options?: CallOptions,
  ): Promise<void> {
    await api.send('POST', '/recovery/reset', { json: reset, authenticated: false }, options)
  },

  /** Changes a password with the current one, which may be expired or temporary. Ends all sessions. */
  async change(
    change: Login & { readonly current_password: string; readonly password: string },
    options?: CallOptions,
  ): Promise<void> {
    await api.send('POST', '/password', { json: change, authenticated: false }, options)
  },
})
