import type { RuleDefault, ScopeKind } from '../rule-default.ts'

// Every token has one of these scopes, so this also stands for Keystone's rules without scope types.
export const anyScope: readonly ScopeKind[] = ['system', 'domain', 'project']
export const systemOrProject: readonly ScopeKind[] = ['system', 'project']
export const projectOnly: readonly ScopeKind[] = ['project']

/** A reference, so that overriding `admin_required` affects every rule. */
export const admin = 'rule:admin_required'
export const systemReader = '(role:reader and system_scope:all)'
/** The caller is the user in the path. */
export const owner = 'rule:owner'

/** The caller has `role` on the domain at `path` in the target. */
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

/** The two rules for cloud-wide objects. */
export const forAdmin = (name: string, about: string): RuleDefault =>
  rule(name, admin, systemOrProject, about)
export const forSystemReader = (name: string, about: string): RuleDefault =>
  rule(name, `${admin} or ${systemReader}`, systemOrProject, about)

export const forAnyone = (name: string, about: string): RuleDefault => rule(name, '@', anyScope, about)
