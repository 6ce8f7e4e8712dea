type Known = string | null | undefined

/**
 * The caller's attributes for rules: the policy values of oslo.context and Keystone's trust attributes. They depend on the
 * token only, so all requests with a token share one object.
 *
 * `token.domain.id` and the like are read from these as well, so that two names of an attribute cannot disagree.
 */
export type RuleCredentials = {
  readonly user_id?: Known
  readonly user_domain_id?: Known
  readonly system_scope?: 'all' | null | undefined
  /** Set for a domain-scoped token only. */
  readonly domain_id?: Known
  readonly project_id?: Known
  readonly project_domain_id?: Known
  /** As in Keystone without an admin project: true, except for domain scope. */
  readonly is_admin_project?: boolean | null | undefined
  /** Effective role names in lower case: see `ruleCredentials`. */
  readonly roles: readonly string[]
  readonly trust_id?: Known
  readonly trustor_id?: Known
  readonly trustee_id?: Known
}

/** Lower-cases the role names once, since rules compare them ignoring case. */
export const ruleCredentials = (known: RuleCredentials): RuleCredentials => ({
  ...known,
  roles: known.roles.map((role) => role.toLowerCase()),
})
