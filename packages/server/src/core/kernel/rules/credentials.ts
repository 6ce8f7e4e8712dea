type Known = string | null | undefined

/**
 * Who asks, in the words that rules use (oslo.context's policy values plus Keystone's trust attributes).
 * Everything is about the token alone, so one object serves every request made with it.
 *
 * `token.domain.id` and its like are read from these too, so that two spellings of a fact cannot disagree.
 */
export type RuleCredentials = {
  readonly user_id?: Known
  readonly user_domain_id?: Known
  readonly system_scope?: 'all' | null | undefined
  /** Of a domain-scoped token only. */
  readonly domain_id?: Known
  readonly project_id?: Known
  readonly project_domain_id?: Known
  /** Keystone says true wherever no admin project is configured, but false for domain scope. */
  readonly is_admin_project?: boolean | null | undefined
  /** Effective role names, in lower case: see `ruleCredentials`. */
  readonly roles: readonly string[]
  readonly trust_id?: Known
  readonly trustor_id?: Known
  readonly trustee_id?: Known
}

/** Folds the case of the roles once, so that no check has to; rules compare role names in any case. */
export const ruleCredentials = (known: RuleCredentials): RuleCredentials => ({
  ...known,
  roles: known.roles.map((role) => role.toLowerCase()),
})
