/** Columns of Keystone's tables: t text, i integer, l large integer, b boolean, d date and time. */
const tables: Readonly<Record<string, string>> = {
  alembic_version: 'version_num:t',
  access_rule: 'id:i service:t path:t method:t external_id:t user_id:t',
  access_token:
    'id:t access_secret:t authorizing_user_id:t project_id:t role_ids:t consumer_id:t expires_at:t',
  application_credential:
    'internal_id:i id:t name:t secret_hash:t description:t user_id:t project_id:t expires_at:l system:t unrestricted:b',
  application_credential_access_rule: 'application_credential_id:i access_rule_id:i',
  application_credential_role: 'application_credential_id:i role_id:t',
  assignment: 'type:t actor_id:t target_id:t role_id:t inherited:b',
  config_register: 'type:t domain_id:t',
  consumer: 'id:t description:t secret:t extra:t',
  credential: 'id:t user_id:t project_id:t type:t extra:t key_hash:t encrypted_blob:t',
  endpoint: 'id:t legacy_endpoint_id:t interface:t service_id:t url:t extra:t enabled:b region_id:t',
  endpoint_group: 'id:t name:t description:t filters:t',
  expiring_user_group_membership: 'user_id:t group_id:t idp_id:t last_verified:d',
  federated_user: 'id:i user_id:t idp_id:t protocol_id:t unique_id:t display_name:t',
  federation_protocol: 'id:t idp_id:t mapping_id:t remote_id_attribute:t',
  group: 'id:t domain_id:t name:t description:t extra:t',
  id_mapping: 'public_id:t domain_id:t local_id:t entity_type:t',
  identity_provider: 'id:t enabled:b description:t domain_id:t authorization_ttl:i',
  idp_remote_ids: 'idp_id:t remote_id:t',
  implied_role: 'prior_role_id:t implied_role_id:t',
  limit: 'id:t project_id:t resource_limit:i description:t internal_id:i registered_limit_id:t domain_id:t',
  local_user: 'id:i user_id:t domain_id:t name:t failed_auth_count:i failed_auth_at:d',
  mapping: 'id:t rules:t',
  nonlocal_user: 'domain_id:t name:t user_id:t',
  password:
    'id:i local_user_id:i expires_at:d self_service:b password_hash:t created_at_int:l expires_at_int:l created_at:d',
  policy: 'id:t type:t blob:t extra:t',
  policy_association: 'id:t policy_id:t endpoint_id:t service_id:t region_id:t',
  project: 'id:t name:t extra:t description:t enabled:b domain_id:t parent_id:t is_domain:b',
  project_endpoint: 'endpoint_id:t project_id:t',
  project_endpoint_group: 'endpoint_group_id:t project_id:t',
  project_option: 'project_id:t option_id:t option_value:t',
  project_tag: 'project_id:t name:t',
  region: 'id:t description:t parent_region_id:t extra:t',
  registered_limit:
    'id:t service_id:t region_id:t resource_name:t default_limit:i description:t internal_id:i',
  request_token:
    'id:t request_secret:t verifier:t authorizing_user_id:t requested_project_id:t role_ids:t consumer_id:t expires_at:t',
  revocation_event:
    'id:i domain_id:t project_id:t user_id:t role_id:t trust_id:t consumer_id:t access_token_id:t issued_before:d expires_at:d revoked_at:d audit_id:t audit_chain_id:t',
  role: 'id:t name:t extra:t domain_id:t description:t',
  role_option: 'role_id:t option_id:t option_value:t',
  sensitive_config: 'domain_id:t group:t option:t value:t',
  service: 'id:t type:t enabled:b extra:t',
  service_provider: 'auth_url:t id:t enabled:b description:t sp_url:t relay_state_prefix:t',
  system_assignment: 'type:t actor_id:t target_id:t role_id:t inherited:b',
  token: 'id:t expires:d extra:t valid:b trust_id:t user_id:t',
  trust:
    'id:t trustor_user_id:t trustee_user_id:t project_id:t impersonation:b deleted_at:d expires_at:d remaining_uses:i extra:t expires_at_int:l redelegated_trust_id:t redelegation_count:i',
  trust_role: 'trust_id:t role_id:t',
  user: 'id:t extra:t enabled:b default_project_id:t created_at:d last_active_at:d domain_id:t',
  user_group_membership: 'user_id:t group_id:t',
  user_option: 'user_id:t option_id:t option_value:t',
  whitelisted_config: 'domain_id:t group:t option:t value:t',
}

type Kind = 'sqlite' | 'postgres'

const types: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  sqlite: { t: 'text', i: 'integer', l: 'bigint', b: 'boolean', d: 'datetime' },
  postgres: { t: 'text', i: 'integer', l: 'bigint', b: 'boolean', d: 'timestamp' },
}

const columnsOf = (table: string): readonly (readonly [name: string, type: string])[] =>
  (tables[table] ?? '').split(' ').map((column) => {
    const [name = '', type = 't'] = column.split(':')
    return [name, type]
  })

/** The statements that create Keystone's tables, without its keys and constraints, so that tests can break them. */
export const createKeystone = (kind: Kind): readonly string[] =>
  Object.keys(tables).map((table) => {
    const columns = columnsOf(table).map(([name, type]) => `"${name}" ${types[kind][type]}`)
    return `create table "${table}" (${columns.join(', ')})`
  })

export type KeystoneRows = Readonly<
  Record<string, readonly Readonly<Record<string, string | number | boolean | null>>[]>
>

const literal = (kind: Kind, value: string | number | boolean | null): string => {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return kind === 'sqlite' ? String(Number(value)) : String(value)
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}

/** The statements that insert rows; columns that a row does not name are null. */
export const insertKeystone = (kind: Kind, rows: KeystoneRows): readonly string[] =>
  Object.entries(rows).flatMap(([table, of]) =>
    of.map((row) => {
      const names = columnsOf(table).map(([name]) => name)
      const unknown = Object.keys(row).find((name) => !names.includes(name))
      if (unknown) throw new Error(`${table} has no column ${unknown}`)
      const values = names.map((name) => literal(kind, row[name] ?? null))
      return `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${values.join(', ')})`
    }),
  )
