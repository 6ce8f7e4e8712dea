/** The holder of a valid secret. */
export interface Verified {
  readonly kind: 'session' | 'api_key' | 'token'
  readonly userId: string
  readonly username: string
  readonly domainId: string
  /** `id` is undefined for the system, and without a scope. */
  readonly scope: { readonly type: 'system' | 'domain' | 'project' | 'none'; readonly id: string | undefined }
  /** The names of the roles in the scope. */
  readonly roles: readonly string[]
  /** Unix seconds; undefined without an expiry. */
  readonly expiresAt: number | undefined
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const object = (value: unknown): Json => (isObject(value) ? value : {})
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const names = (roles: unknown): readonly string[] =>
  Array.isArray(roles) ? roles.flatMap((role) => text(object(role).name) ?? []) : []

const scopeTypes = ['system', 'domain', 'project'] as const

/** From a response of `POST /api/v1/introspect`; undefined for a secret that is not active. */
export const fromIntrospection = (body: unknown): Verified | undefined => {
  const { active, sub, username, domain_id: domainId, kind, authority, exp } = object(body)
  if (active !== true || typeof sub !== 'string') return undefined
  const { scope, roles } = object(authority)
  const { type, id } = object(scope)
  return {
    kind: kind === 'api_key' ? 'api_key' : 'session',
    userId: sub,
    username: text(username) ?? '',
    domainId: text(domainId) ?? '',
    scope: { type: scopeTypes.find((name) => name === type) ?? 'none', id: text(id) },
    roles: names(roles),
    expiresAt: typeof exp === 'number' ? exp : undefined,
  }
}

/** From a response of `GET /v3/auth/tokens`; undefined for another body. */
export const fromToken = (body: unknown): Verified | undefined => {
  const { user, project, domain, system, roles, expires_at: expires } = object(object(body).token)
  const { id, name, domain: home } = object(user)
  const seconds = Date.parse(text(expires) ?? '') / 1000
  if (typeof id !== 'string' || Number.isNaN(seconds)) return undefined
  const scope = isObject(project)
    ? ({ type: 'project', id: text(project.id) } as const)
    : isObject(domain)
      ? ({ type: 'domain', id: text(domain.id) } as const)
      : ({ type: isObject(system) ? 'system' : 'none', id: undefined } as const)
  return {
    kind: 'token',
    userId: id,
    username: text(name) ?? '',
    domainId: text(object(home).id) ?? '',
    scope,
    roles: names(roles),
    expiresAt: seconds,
  }
}
