type CachedNoun =
  | 'user'
  | 'group'
  | 'project'
  | 'token'
  | 'session'
  | 'trust'
  | 'application_credential'
  | 'access_token'
  | 'identity_provider'

/**
 * What cached views depend on and events invalidate. The noun is followed by an id: the audit id of a token; a domain is a
 * project. `roles`, `catalog` and `keys` clear every cache. `mail`, `password_schemes` and `directories` are no views: they
 * wake the mail dispatcher, the measurement of password schemes and the reading of domain configurations. Keys that are read from the event log are text, since another
 * version may have written them.
 */
export type CacheKey =
  | `${CachedNoun}:${string}`
  | 'roles'
  | 'catalog'
  | 'keys'
  | 'mail'
  | 'password_schemes'
  | 'directories'

export const cacheKeys = (noun: CachedNoun, ids: readonly string[]): readonly CacheKey[] =>
  ids.map((id): CacheKey => `${noun}:${id}`)
