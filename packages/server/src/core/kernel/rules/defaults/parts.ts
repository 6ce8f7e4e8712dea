import type { RuleDefault, ScopeKind } from '../rule-default.ts'

// A token is always of one of the three scopes, so this is also Keystone's "no scope types".
export const anyScope: readonly ScopeKind[] = ['system', 'domain', 'project']
export const systemOrProject: readonly ScopeKind[] = ['system', 'project']
export const projectOnly: readonly ScopeKind[] = ['project']

/** By reference, so that an operator who overrides `admin_required` moves every rule. */
export const admin = 'rule:admin_required'
export const systemReader = '(role:reader and system_scope:all)'
/** The caller is the user of the path. */
export const owner = 'rule:owner'

/** Holds `role` in the domain that the target names at `path`. */
export const domainRole = (role: 'manager' | 'reader', path: string): string =>
  `(role:${role} and domain_id:%(${path})s)`

export const rule = (
  name: string,
  check: string,
  scopes: readonly ScopeKind[],
  about: string,
): RuleDefault => ({
  name,
  check,
  scopes,
  about,
})

/** The two shapes of everything that belongs to the cloud as a whole. */
export const forAdmin = (name: string, about: string): RuleDefault =>
  rule(name, admin, systemOrProject, about)
export const forSystemReader = (name: string, about: string): RuleDefault =>
  rule(name, `${admin} or ${systemReader}`, systemOrProject, about)

export const forAnyone = (name: string, about: string): RuleDefault => rule(name, '@', anyScope, about)
