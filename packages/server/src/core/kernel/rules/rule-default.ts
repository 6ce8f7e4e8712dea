export type ScopeKind = 'system' | 'domain' | 'project'

/** A shipped rule. */
export type RuleDefault = {
  /** The name for overrides: `identity:…` for Keystone's rules, `muster:…` for Muster's own. */
  readonly name: string
  /** In the oslo.policy language. */
  readonly check: string
  /** The token scopes that the rule accepts. An override changes the check, not the scopes. */
  readonly scopes: readonly ScopeKind[]
  /** The operation it authorises, in one line. */
  readonly about: string
}
