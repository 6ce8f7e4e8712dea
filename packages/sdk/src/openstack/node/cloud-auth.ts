import type { ApiKeyAuth, AuthMethod, DomainRef, NameInDomain, Scope } from '../auth-options.ts'
import { ConfigError } from './config-error.ts'
import { isSection, type Section } from './config-files.ts'

/** Settings of authentication as text, by the names of keystoneauth. */
export type AuthSettings = Readonly<Record<string, string | undefined>>

/** Older names, and the names that replaced them. */
const olderNames: Readonly<Record<string, string>> = {
  tenant_id: 'project_id',
  tenant_name: 'project_name',
  auth_token: 'token',
  user_name: 'username',
}

/** The section `auth` with the settings beside it, which win: they come from the environment or from a region. */
export const authSettings = (cloud: Section): AuthSettings => {
  const settings: [string, string][] = []
  for (const section of [isSection(cloud['auth']) ? cloud['auth'] : {}, cloud])
    for (const [name, value] of Object.entries(section)) {
      const isSimple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      if (isSimple && value !== '') settings.push([olderNames[name] ?? name, String(value)])
    }
  return withDomains(Object.fromEntries(settings))
}

/** `domain_id` stands for the domain of user and project when there is a project; `default_domain_id` for both always. */
const withDomains = (auth: AuthSettings): AuthSettings => {
  const { domain_id, domain_name, default_domain_id, default_domain_name, default_domain, ...rest } = auth
  const hasProject = rest['project_id'] !== undefined || rest['project_name'] !== undefined
  const common = hasProject ? { id: domain_id, name: domain_name } : {}
  const fallback = { id: default_domain_id ?? default_domain, name: default_domain_name }
  const [user, project] = ['user', 'project'].map((kind) => {
    const own = { id: rest[`${kind}_domain_id`], name: rest[`${kind}_domain_name`] }
    return [own, common, fallback].find(({ id, name }) => id !== undefined || name !== undefined)
  })
  return {
    ...rest,
    ...(!hasProject && { domain_id, domain_name }),
    user_domain_id: user?.id,
    user_domain_name: user?.name,
    project_domain_id: project?.id,
    project_domain_name: project?.name,
  }
}

const domainRef = (id: string | undefined, name: string | undefined, setting: string): DomainRef => {
  if (id !== undefined) return { id }
  if (name !== undefined) return { name }
  throw new ConfigError(setting, 'is missing')
}

const userOf = (auth: AuthSettings): NameInDomain => {
  const { user_id, username, user_domain_id, user_domain_name } = auth
  if (user_id !== undefined) return { id: user_id }
  if (username === undefined) throw new ConfigError('username', 'is missing')
  return { name: username, domain: domainRef(user_domain_id, user_domain_name, 'user_domain_id') }
}

const required = (auth: AuthSettings, name: string): string => {
  const value = auth[name]
  if (value === undefined) throw new ConfigError(name, 'is missing')
  return value
}

const methodOf = (name: string, auth: AuthSettings): AuthMethod => {
  switch (name.replace(/^v3_?/, '').replaceAll('_', '')) {
    case 'password':
      return { type: 'password', user: userOf(auth), password: required(auth, 'password') }
    case 'totp':
      return { type: 'totp', user: userOf(auth), passcode: required(auth, 'passcode') }
    case 'token':
      return { type: 'token', token: required(auth, 'token') }
    case 'applicationcredential': {
      const secret = required(auth, 'application_credential_secret')
      const { application_credential_id: id } = auth
      if (id !== undefined) return { type: 'applicationCredential', id, secret }
      const credential = required(auth, 'application_credential_name')
      return { type: 'applicationCredential', name: credential, user: userOf(auth), secret }
    }
    default:
      throw new ConfigError('auth_type', `${name} is not supported`)
  }
}

/** `auth_type`, or the type for which there are secrets. */
const typeOf = (auth: AuthSettings): string => {
  const { auth_type = auth['auth_plugin'] } = auth
  if (auth_type !== undefined) return auth_type
  if (auth['application_credential_secret'] !== undefined) return 'v3applicationcredential'
  return auth['password'] === undefined && auth['token'] !== undefined ? 'token' : 'password'
}

export const authOf = (cloud: Section, auth: AuthSettings): readonly AuthMethod[] | ApiKeyAuth => {
  const type = typeOf(auth)
  if (type === 'admin_token') return { type: 'apiKey', secret: required(auth, 'token') }
  if (!/^(v3_?)?multi_?factor$/.test(type)) return [methodOf(type, auth)]
  const listed = isSection(cloud['auth'])
    ? (cloud['auth']['auth_methods'] ?? cloud['auth_methods'])
    : cloud['auth_methods']
  const names = Array.isArray(listed) ? listed.map(String) : String(listed ?? '').split(',')
  return names.filter((name) => name.trim() !== '').map((name) => methodOf(name.trim(), auth))
}

/** The scope, at most one. */
export const scopeOf = (auth: AuthSettings): Scope | undefined => {
  const { project_id, project_name, project_domain_id, project_domain_name, domain_id, domain_name } = auth
  const scopes: [setting: string, scope: () => Scope][] = []
  if (project_id !== undefined) scopes.push(['project_id', () => ({ project: project_id })])
  else if (project_name !== undefined)
    scopes.push([
      'project_name',
      () => {
        const domain = domainRef(project_domain_id, project_domain_name, 'project_domain_id')
        return { project: { name: project_name, domain } }
      },
    ])
  if (domain_id !== undefined || domain_name !== undefined)
    scopes.push(['domain_id', () => ({ domain: domainRef(domain_id, domain_name, 'domain_id') })])
  if (auth['system_scope'] !== undefined) scopes.push(['system_scope', () => ({ system: 'all' })])
  const { trust_id } = auth
  if (trust_id !== undefined) scopes.push(['trust_id', () => ({ trust: trust_id })])
  const [first, second] = scopes
  if (second) throw new ConfigError(second[0], `cannot be combined with ${first?.[0]}`)
  return first?.[1]()
}
