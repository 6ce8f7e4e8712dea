import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi } from '../api.ts'
import type { OpenedSession, Session, SignIn } from '../types.ts'

export const makeSessions = (api: NativeApi) => {
  const listOf =
    (path: string) =>
    (query: { readonly limit?: number } = {}, options?: CallOptions) =>
      api.list<Session>(path, 'sessions', { query }, options)
  return {
    /**
     * Signs in with a password. Throws `Unauthenticated` with `authentication_failed`, `password_expired` or
     * `factors_missing`. Use the secret in `new Muster({ url, session: secret })`.
     */
    open: (signIn: SignIn, options?: CallOptions) =>
      api.send<OpenedSession>(
        'POST',
        '/sessions',
        {
          json: signIn,
          authenticated: false,
          headers: signIn.cookie ? { 'x-muster-request': '1' } : {},
        },
        options,
      ),

    /** The caller's open sessions, newest first. */
    list: listOf('/sessions'),

    /** Closes a session of the caller; without an id, the current one. */
    async close(sessionId = 'current', options?: CallOptions): Promise<void> {
      await api.send('DELETE', '/sessions/{session_id}', { params: { session_id: sessionId } }, options)
    },

    /** Closes all sessions of the caller, with `keep_current` all others. */
    async closeAll(query: { readonly keep_current?: boolean } = {}, options?: CallOptions): Promise<void> {
      await api.send('DELETE', '/sessions', { query }, options)
    },

    /** The open sessions of a user, newest first. */
    listOfUser: (userId: string, query: { readonly limit?: number } = {}, options?: CallOptions) =>
      api.list<Session>(
        '/users/{user_id}/sessions',
        'sessions',
        { params: { user_id: userId }, query },
        options,
      ),

    /** Closes a session of a user. */
    async closeOfUser(userId: string, sessionId: string, options?: CallOptions): Promise<void> {
      const params = { user_id: userId, session_id: sessionId }
      await api.send('DELETE', '/users/{user_id}/sessions/{session_id}', { params }, options)
    },

    /** Closes every session of a user. */
    async closeAllOfUser(userId: string, options?: CallOptions): Promise<void> {
      await api.send('DELETE', '/users/{user_id}/sessions', { params: { user_id: userId } }, options)
    },
  }
}
