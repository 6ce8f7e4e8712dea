import { sql } from 'kysely'
import type { NounName } from '../../core/accounts/keystone-import/imported.ts'
import { valuesOfKey } from '../../core/accounts/keystone-import/row-key.ts'
import type { Database } from '../engine/database.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'

type Remover = (db: Db, keys: readonly string[]) => Promise<void>

const byId =
  (table: keyof Database & string): Remover =>
  async ({ name, q }, keys) => {
    await sql`delete from ${sql.table(table)} where ${inList(name, sql.ref('id'), keys)}`.execute(q)
  }

/** Rows whose key has several columns, in the order of the key at Keystone. */
const byColumns =
  (table: keyof Database & string, columns: readonly string[]): Remover =>
  async ({ q }, keys) => {
    for (const key of keys) {
      const parts = valuesOfKey(key)
      const equal = columns.map((column, i) => sql`${sql.ref(column)} = ${parts[i] ?? ''}`)
      await sql`delete from ${sql.table(table)} where ${sql.join(equal, sql` and `)}`.execute(q)
    }
  }

const removeAssignments: Remover = async ({ q }, keys) => {
  for (const key of keys) {
    const [type = '', actorId, targetId, roleId, inherited] = valuesOfKey(key)
    const [, actorType = '', targetType = ''] = /^(User|Group)(Project|Domain|System)$/.exec(type) ?? []
    await sql`delete from assignments where actor_id = ${actorId}
      and target_id = ${targetType === 'System' ? '' : targetId}
      and role_id = ${roleId} and inherited = ${Number(inherited)}
      and actor_type = ${actorType.toLowerCase()} and target_type = ${targetType.toLowerCase()}`.execute(q)
  }
}

const removeAssociations: Remover = async ({ q }, keys) => {
  for (const key of keys) {
    const [policyId, ...target] = valuesOfKey(key)
    const [endpointId, serviceId, regionId] = target
    await sql`delete from policy_associations where policy_id = ${policyId}
      and coalesce(endpoint_id, '') = ${endpointId}
      and coalesce(service_id, '') = ${serviceId} and coalesce(region_id, '') = ${regionId}`.execute(q)
  }
}

/** What ends without an operation of core: its rows alone. Revocation events stay until they expire, and users and
 * groups of a directory until it is read. */
export const removers: Partial<Readonly<Record<NounName, Remover>>> = {
  group_member: byColumns('group_members', ['user_id', 'group_id']),
  implied_role: byColumns('role_implications', ['prior_id', 'implied_id']),
  assignment: removeAssignments,
  system_assignment: removeAssignments,
  region: byId('regions'),
  service: byId('services'),
  endpoint: byId('endpoints'),
  registered_limit: byId('registered_limits'),
  limit: byId('limits'),
  policy: byId('policies'),
  policy_association: removeAssociations,
  endpoint_group: byId('endpoint_groups'),
  project_endpoint: byColumns('project_endpoints', ['endpoint_id', 'project_id']),
  project_endpoint_group: byColumns('project_endpoint_groups', ['endpoint_group_id', 'project_id']),
  access_rule: byId('access_rules'),
  application_credential: byId('application_credentials'),
  consumer: byId('oauth1_consumers'),
  access_token: byId('oauth1_access_tokens'),
  credential: byId('credentials'),
  mapping: byId('mappings'),
  federation_protocol: byColumns('federation_protocols', ['identity_provider_id', 'id']),
  federated_user: byColumns('federated_users', ['idp_id', 'protocol_id', 'unique_id']),
  expiring_membership: byColumns('expiring_memberships', ['user_id', 'group_id', 'idp_id']),
  service_provider: byId('service_providers'),
}
