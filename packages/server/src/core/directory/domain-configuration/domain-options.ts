/** The value of an option as clients write it: JSON without objects. */
export type OptionValue = string | number | boolean | readonly string[] | null

/** What an option accepts. Numbers and flags may also be text, as in a configuration file. */
export type OptionKind =
  | { readonly is: 'text'; readonly longest?: number }
  | { readonly is: 'flag' }
  | { readonly is: 'integer' | 'number'; readonly least: number }
  | { readonly is: 'list' }
  | { readonly is: 'choice'; readonly of: readonly string[] }

export type OptionRow = {
  readonly kind: OptionKind
  readonly fallback: OptionValue
  /** Stored sealed and never shown. */
  readonly sensitive?: true
}

const text = (fallback: string | null = null): OptionRow => ({ kind: { is: 'text' }, fallback })
const filter: OptionRow = { kind: { is: 'text', longest: 4096 }, fallback: null }
const flag = (fallback: boolean | null = false): OptionRow => ({ kind: { is: 'flag' }, fallback })
const integer = (fallback: number | null, least = 0): OptionRow => ({
  kind: { is: 'integer', least },
  fallback,
})
const list = (...fallback: readonly string[]): OptionRow => ({ kind: { is: 'list' }, fallback })
const choice = (fallback: string, ...others: readonly string[]): OptionRow => ({
  kind: { is: 'choice', of: [fallback, ...others] },
  fallback,
})

/** Every group and option that the configuration of a domain may have, with Keystone's names and defaults. */
export const domainOptions: Readonly<Record<string, Readonly<Record<string, OptionRow>>>> = {
  identity: { driver: choice('sql', 'ldap'), list_limit: integer(null) },
  ldap: {
    url: text('ldap://localhost'),
    user: text(),
    password: { ...text(), sensitive: true },
    suffix: text('cn=example,cn=com'),
    query_scope: choice('one', 'sub'),
    page_size: integer(0),
    alias_dereferencing: choice('default', 'never', 'searching', 'always', 'finding'),
    debug_level: integer(null, -1),
    chase_referrals: flag(null),
    user_tree_dn: text(),
    user_filter: filter,
    user_objectclass: text('inetOrgPerson'),
    user_id_attribute: text('cn'),
    user_name_attribute: text('sn'),
    user_mail_attribute: text('mail'),
    user_description_attribute: text('description'),
    user_pass_attribute: text('userPassword'),
    user_enabled_attribute: text('enabled'),
    user_enabled_invert: flag(),
    user_enabled_mask: integer(0),
    user_enabled_default: text('True'),
    user_attribute_ignore: list('default_project_id'),
    user_default_project_id_attribute: text(),
    user_enabled_emulation: flag(),
    user_enabled_emulation_dn: text(),
    user_enabled_emulation_use_group_config: flag(),
    user_additional_attribute_mapping: list(),
    group_tree_dn: text(),
    group_filter: filter,
    group_objectclass: text('groupOfNames'),
    group_id_attribute: text('cn'),
    group_name_attribute: text('ou'),
    group_members_are_ids: flag(),
    group_member_attribute: text('member'),
    group_desc_attribute: text('description'),
    group_attribute_ignore: list(),
    group_additional_attribute_mapping: list(),
    group_ad_nesting: flag(),
    tls_cacertfile: text(),
    tls_cacertdir: text(),
    use_tls: flag(),
    tls_req_cert: choice('demand', 'never', 'allow'),
    use_pool: flag(true),
    pool_size: integer(10, 1),
    pool_retry_max: integer(3),
    pool_retry_delay: { kind: { is: 'number', least: 0 }, fallback: 0.1 },
    pool_connection_timeout: integer(-1, -1),
    pool_connection_lifetime: integer(600, 1),
    use_auth_pool: flag(true),
    auth_pool_size: integer(100, 1),
    auth_pool_connection_lifetime: integer(60, 1),
  },
}

/** Names are client input; `hasOwn` keeps `constructor` from resolving. */
export const findOption = (group: string, option: string): OptionRow | undefined => {
  const options = Object.hasOwn(domainOptions, group) ? domainOptions[group] : undefined
  return options && Object.hasOwn(options, option) ? options[option] : undefined
}
