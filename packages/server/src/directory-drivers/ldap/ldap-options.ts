import type { OptionValue } from '../../core/directory/domain-configuration/domain-options.ts'
import type { DirectoryOptions } from '../../core/directory/external/external-directory.ts'
import { type LdapUrl, readUrls } from './ldap-url.ts'

/** The names of attributes, and where entries are searched. */
export type EntryOptions = {
  readonly tree: string
  readonly filter: string | undefined
  readonly objectClass: string
  readonly id: string
  readonly name: string
  readonly description: string
  readonly ignored: ReadonlySet<string>
  /** Attributes of the directory and the fields that show them. */
  readonly additional: readonly (readonly [attribute: string, field: string])[]
}

export type LdapOptions = ReturnType<typeof readOptions>

const texts = (value: OptionValue | undefined): readonly string[] => {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? value.split(',').flatMap((item) => item.trim() || []) : []
}

const textOf = (value: OptionValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const truths = new Set(['true', '1', 'yes', 'on'])

export const isTrue = (value: OptionValue | undefined): boolean =>
  value === true || (typeof value === 'string' && truths.has(value.toLowerCase()))

const numberOf = (value: OptionValue | undefined, fallback: number): number =>
  value === null || value === undefined || Number.isNaN(Number(value)) ? fallback : Number(value)

/** `attribute:field`; an item without a colon is ignored, as in Keystone. */
const pairs = (value: OptionValue | undefined): EntryOptions['additional'] =>
  texts(value).flatMap((item) => {
    const [attribute, field, ...others] = item.split(':').map((part) => part.trim())
    return attribute && field && others.length === 0 ? [[attribute, field] as const] : []
  })

/** Connections at once, whatever the configuration says. */
const mostConnections = 100
const longestTimeout = 60
/** Seconds that a directory has to respond, unless the configuration says otherwise. */
const usualTimeout = 5

/** The options of a directory with their types. */
export const readOptions = (options: DirectoryOptions) => {
  const get = (name: string) => options[name]
  const text = (name: string) => textOf(get(name))
  const suffix = text('suffix') ?? ''
  const timeout = numberOf(get('pool_connection_timeout'), -1)
  const urls: readonly LdapUrl[] = readUrls(text('url') ?? '')
  const mailAttribute = text('user_mail_attribute') ?? 'mail'
  const user: EntryOptions & {
    readonly mail: string
    readonly defaultProject: string | undefined
  } = {
    tree: text('user_tree_dn') ?? suffix,
    filter: text('user_filter'),
    objectClass: text('user_objectclass') ?? 'inetOrgPerson',
    id: text('user_id_attribute') ?? 'cn',
    name: text('user_name_attribute') ?? 'sn',
    description: text('user_description_attribute') ?? 'description',
    mail: mailAttribute,
    defaultProject: text('user_default_project_id_attribute'),
    ignored: new Set(texts(get('user_attribute_ignore'))),
    additional: pairs(get('user_additional_attribute_mapping')),
  }
  const group: EntryOptions = {
    tree: text('group_tree_dn') ?? suffix,
    filter: text('group_filter'),
    objectClass: text('group_objectclass') ?? 'groupOfNames',
    id: text('group_id_attribute') ?? 'cn',
    name: text('group_name_attribute') ?? 'ou',
    description: text('group_desc_attribute') ?? 'description',
    ignored: new Set(texts(get('group_attribute_ignore'))),
    additional: pairs(get('group_additional_attribute_mapping')),
  }
  const usesPool = isTrue(get('use_pool'))
  const usesAuthPool = isTrue(get('use_auth_pool'))
  const bounded = (name: string) => Math.min(mostConnections, Math.max(1, numberOf(get(name), 10)))
  return {
    urls,
    bindDn: text('user'),
    bindPassword: text('password'),
    scope: get('query_scope') === 'sub' ? ('sub' as const) : ('one' as const),
    pageSize: Math.min(numberOf(get('page_size'), 0), 10_000),
    listLimit: get('list_limit') === null ? undefined : numberOf(get('list_limit'), 0),
    user,
    group,
    enabled: {
      attribute: text('user_enabled_attribute') ?? 'enabled',
      mask: numberOf(get('user_enabled_mask'), 0),
      fallback: text('user_enabled_default') ?? 'True',
      inverted: isTrue(get('user_enabled_invert')),
      emulated: isTrue(get('user_enabled_emulation')),
      groupDn: text('user_enabled_emulation_dn') ?? `cn=enabled_users,${user.tree}`,
      usesGroupOptions: isTrue(get('user_enabled_emulation_use_group_config')),
    },
    members: {
      attribute: text('group_member_attribute') ?? 'member',
      areIds: isTrue(get('group_members_are_ids')),
      nested: isTrue(get('group_ad_nesting')),
    },
    tls: {
      start: isTrue(get('use_tls')),
      caFile: text('tls_cacertfile'),
      caFolder: text('tls_cacertdir'),
      isRequired: get('tls_req_cert') !== 'never' && get('tls_req_cert') !== 'allow',
    },
    pool: {
      size: bounded('pool_size'),
      lifetime: usesPool ? numberOf(get('pool_connection_lifetime'), 600) * 1000 : 0,
    },
    authPool: {
      size: bounded('auth_pool_size'),
      lifetime: usesAuthPool ? numberOf(get('auth_pool_connection_lifetime'), 60) * 1000 : 0,
    },
    retries: Math.min(usesPool ? numberOf(get('pool_retry_max'), 3) : 0, 10),
    retryDelay: Math.min(numberOf(get('pool_retry_delay'), 0.1), 5) * 1000,
    /** Milliseconds for connecting, and for each response. */
    timeout: (timeout > 0 ? Math.min(timeout, longestTimeout) : usualTimeout) * 1000,
  }
}
