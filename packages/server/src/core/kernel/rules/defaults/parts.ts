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

/** The caller is the user that the operation is about. */
export const self = 'user_id:%(target.user.id)s'
export const domainManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'
export const domainReader = '(role:reader and token.domain.id:%(target.user.domain_id)s)'

/** The caller has `role` on the domain at `path` in the target. */
export const domainRole = (role: 'manager' | 'reader', path: string): string =>
  `(role:${role} and domain_id:%(${path})s)`

type Rule<Name extends string> = RuleDefault & { readonly name: Name }

export const rule = <Name extends string>(
  name: Name,
  check: string,
  scopes: readonly ScopeKind[],
  about: string,
): Rule<Name> => ({
  name,
  check,
  scopes,
  about,
})

/** The two rules for cloud-wide objects. */
export const forAdmin = <Name extends string>(name: Name, about: string): Rule<Name> =>
  rule(name, admin, systemOrProject, about)
export const forSystemReader = <Name extends string>(name: Name, about: string): Rule<Name> =>
  rule(name, `${admin} or ${systemReader}`, systemOrProject, about)

export const forAnyone = <Name extends string>(name: Name, about: string): Rule<Name> =>
  rule(name, '@', anyScope, about)
