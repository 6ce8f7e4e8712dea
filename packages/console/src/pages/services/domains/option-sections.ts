/** The options of a directory, as docs/ldap.md and Keystone name them, by what they are about. */
export const optionSections = {
  connection: ['url', 'user', 'password', 'suffix', 'query_scope', 'page_size'],
  usersOfDirectory: [
    'user_tree_dn',
    'user_filter',
    'user_objectclass',
    'user_id_attribute',
    'user_name_attribute',
    'user_mail_attribute',
    'user_description_attribute',
    'user_enabled_attribute',
    'user_enabled_default',
    'user_enabled_mask',
    'user_enabled_invert',
    'user_enabled_emulation',
    'user_enabled_emulation_dn',
    'user_enabled_emulation_use_group_config',
    'user_default_project_id_attribute',
    'user_additional_attribute_mapping',
    'user_attribute_ignore',
  ],
  groupsOfDirectory: [
    'group_tree_dn',
    'group_filter',
    'group_objectclass',
    'group_id_attribute',
    'group_name_attribute',
    'group_desc_attribute',
    'group_member_attribute',
    'group_members_are_ids',
    'group_ad_nesting',
    'group_additional_attribute_mapping',
    'group_attribute_ignore',
  ],
  tls: ['use_tls', 'tls_req_cert', 'tls_cacertfile', 'tls_cacertdir'],
  pool: [
    'use_pool',
    'pool_size',
    'pool_retry_max',
    'pool_retry_delay',
    'pool_connection_timeout',
    'pool_connection_lifetime',
    'use_auth_pool',
    'auth_pool_size',
    'auth_pool_connection_lifetime',
  ],
} as const

/** Options that take one of several texts. */
export const optionChoices: Readonly<Record<string, readonly string[]>> = {
  query_scope: ['one', 'sub'],
  tls_req_cert: ['demand', 'allow', 'never'],
}

/** The option whose value the server never shows. */
export const secretOption = 'password'
