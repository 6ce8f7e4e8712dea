export type ScopeKind = 'system' | 'domain' | 'project'

/** A rule as Muster ships it. */
export type RuleDefault = {
  /** What operators override it by: `identity:…` as Keystone names it, ours as `muster:…`. */
  readonly name: string
  /** In the oslo.policy language. */
  readonly check: string
  /** Scopes of token that may ask at all. An override changes the check, never the scopes. */
  readonly scopes: readonly ScopeKind[]
  /** What it guards, in one line. */
  readonly about: string
}
