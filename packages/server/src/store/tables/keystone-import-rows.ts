import { sql } from 'kysely'
import type { Imported, ImportedUser, NounName } from '../../core/accounts/keystone-import/imported.ts'
import type { Project } from '../../core/directory/projects/project.ts'
import { flag, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertMany } from '../engine/insert-rows.ts'
import { putMany } from '../engine/put-rows.ts'
import { applicationCredentialToRow } from './application-credentials.ts'
import { assignmentToRow } from './assignments.ts'
import { credentialToRow } from './credentials.ts'
import { endpointFiltersToRow } from './endpoint-groups.ts'
import { endpointToRow } from './endpoints.ts'
import { groupToRow } from './group-rows.ts'
import { assertOwnUsers, directoryWriters } from './keystone-import-directories.ts'
import { federationWriters } from './keystone-import-federation.ts'
import { limitToRow } from './limits.ts'
import { accessTokenToRow, consumerToRow } from './oauth1-rows.ts'
import { policyStore } from './policies.ts'
import { projectToRow } from './projects.ts'
import { regionToRow } from './regions.ts'
import { registeredLimitToRow } from './registered-limits.ts'
import { revocationStore } from './revocations.ts'
import { roleToRow } from './roles.ts'
import { trustToRow } from './trusts.ts'
import { userToRow } from './users.ts'

export type Writers = { readonly [K in NounName]: (db: Db, values: readonly Imported[K][]) => Promise<void> }

type Dependent =
  | 'passwords'
  | 'lockouts'
  | 'sessions'
  | 'recovery_links'
  | 'project_tags'
  | 'application_credential_roles'
  | 'application_credential_access_rules'

const clear = async (db: Db, table: Dependent, column: string, ids: readonly string[]): Promise<void> => {
  await sql`delete from ${sql.table(table)} where ${inList(db.name, sql.ref(column), ids)}`.execute(db.q)
}

const putProjects = async (db: Db, projects: readonly Project[]): Promise<void> => {
  await putMany(db, { table: 'projects', key: ['id'], rows: projects.map(projectToRow) })
  const domains = projects.filter(({ isDomain }) => isDomain).map(({ id }) => ({ id }))
  await putMany(db, { table: 'domains', key: ['id'], rows: domains })
  const ids = projects.map(({ id }) => id)
  await clear(db, 'project_tags', 'project_id', ids)
  const tags = projects.flatMap(({ id, tags: of }) => of.map((tag) => ({ project_id: id, tag })))
  await insertMany(db, 'project_tags', tags)
}

/** The columns that Keystone has; the others may have been set in Muster since. */
const userColumns = [
  'name',
  'domain_id',
  'status',
  'email',
  'description',
  'default_project_id',
  'options',
  'extra',
  'password_expires_at',
  'updated_at',
  'version',
] as const

/**
 * Ends the sessions and recovery links of users whose password was changed or who were disabled, as in the API. Their
 * tokens end by the revocation events of Keystone, so that newer ones stay valid.
 */
const endSessions = async (db: Db, users: readonly ImportedUser[]): Promise<void> => {
  const held = inList(
    db.name,
    sql.ref('user_id'),
    users.map(({ user }) => user.id),
  )
  const { rows } = await sql<{ user_id: string; set_at: number }>`
    select user_id, max(created_at) as set_at from passwords where ${held} group by user_id`.execute(db.q)
  // By the time: the hash itself is replaced when the user signs in.
  const setAt = new Map(rows.map(({ user_id, set_at }) => [user_id, Number(set_at)]))
  const ended = users.filter(
    ({ user, passwords }) => user.status !== 'active' || setAt.get(user.id) !== passwords.at(-1)?.createdAt,
  )
  const ids = ended.map(({ user }) => user.id)
  await clear(db, 'sessions', 'user_id', ids)
  await clear(db, 'recovery_links', 'user_id', ids)
}

const putUsers = async (db: Db, users: readonly ImportedUser[]): Promise<void> => {
  await assertOwnUsers(
    db,
    users.map(({ user }) => user.domainId),
  )
  const ids = users.map(({ user }) => user.id)
  const { rows: before } = await sql<{ id: string; version: number }>`
    select id, version from users where ${inList(db.name, sql.ref('id'), ids)}`.execute(db.q)
  const versions = new Map(before.map(({ id, version }) => [id, version]))
  await putMany(db, {
    table: 'users',
    key: ['id'],
    update: userColumns,
    rows: users.map(({ user, lastActiveAt, passwords }) => ({
      ...userToRow(user),
      last_active_at: lastActiveAt,
      password_expires_at: passwords.at(-1)?.expiresAt ?? null,
      version: (versions.get(user.id) ?? 0) + 1,
    })),
  })
  const known = [...versions.keys()]
  if (known.length > 0) {
    await endSessions(
      db,
      users.filter(({ user }) => versions.has(user.id)),
    )
    await clear(db, 'passwords', 'user_id', known)
    await clear(db, 'lockouts', 'user_id', known)
  }
  const passwords = users.flatMap((user) => user.passwords)
  await insertMany(
    db,
    'passwords',
    passwords.map(({ userId, hash, createdAt, expiresAt, selfService }) => ({
      user_id: userId,
      hash,
      created_at: createdAt,
      expires_at: expiresAt,
      self_service: flag(selfService),
    })),
  )
  const lockouts = users.flatMap(({ user, failures }) =>
    failures ? [{ user_id: user.id, failures: failures.count, failed_at: failures.lastAt }] : [],
  )
  await insertMany(db, 'lockouts', lockouts)
}

const putApplicationCredentials = async (
  db: Db,
  values: readonly Imported['application_credential'][],
): Promise<void> => {
  const ids = values.map(({ id }) => id)
  await putMany(db, {
    table: 'application_credentials',
    key: ['id'],
    rows: values.map(applicationCredentialToRow),
  })
  await clear(db, 'application_credential_roles', 'application_credential_id', ids)
  await clear(db, 'application_credential_access_rules', 'application_credential_id', ids)
  const roles = values.flatMap(({ id, roleIds }) =>
    roleIds.map((roleId) => ({ application_credential_id: id, role_id: roleId })),
  )
  await insertMany(db, 'application_credential_roles', roles)
  const rules = values.flatMap(({ id, accessRuleIds }) =>
    (accessRuleIds ?? []).map((ruleId, position) => ({
      application_credential_id: id,
      access_rule_id: ruleId,
      position,
    })),
  )
  await insertMany(db, 'application_credential_access_rules', rules)
}

const assignmentKey = ['actor_id', 'target_id', 'role_id', 'inherited', 'actor_type', 'target_type'] as const

const putAssignments = (db: Db, values: readonly Imported['assignment'][]) =>
  putMany(db, {
    table: 'assignments',
    key: assignmentKey,
    rows: values.map((value) => assignmentToRow(value, { createdAt: null, updatedAt: null })),
  })

/** How the objects of each noun are written, many at once. */
export const writers: Writers = {
  ...directoryWriters,
  ...federationWriters,
  domain: putProjects,
  project: putProjects,
  user: putUsers,
  application_credential: putApplicationCredentials,
  assignment: putAssignments,
  system_assignment: putAssignments,
  role: (db, values) => putMany(db, { table: 'roles', key: ['id'], rows: values.map(roleToRow) }),
  async group(db, values) {
    await assertOwnUsers(
      db,
      values.map(({ domainId }) => domainId),
    )
    await putMany(db, { table: 'groups', key: ['id'], rows: values.map(groupToRow) })
  },
  group_member: (db, values) =>
    putMany(db, {
      table: 'group_members',
      key: ['group_id', 'user_id'],
      rows: values.map(({ groupId, userId, addedAt }) => ({
        group_id: groupId,
        user_id: userId,
        added_at: addedAt,
      })),
    }),
  implied_role: (db, values) =>
    putMany(db, {
      table: 'role_implications',
      key: ['prior_id', 'implied_id'],
      rows: values.map(({ priorId, impliedId }) => ({ prior_id: priorId, implied_id: impliedId })),
    }),
  region: (db, values) => putMany(db, { table: 'regions', key: ['id'], rows: values.map(regionToRow) }),
  service: (db, values) =>
    putMany(db, {
      table: 'services',
      key: ['id'],
      rows: values.map((service) => ({
        ...service,
        enabled: flag(service.enabled),
        extra: json(service.extra),
      })),
    }),
  endpoint: (db, values) => putMany(db, { table: 'endpoints', key: ['id'], rows: values.map(endpointToRow) }),
  registered_limit: (db, values) =>
    putMany(db, { table: 'registered_limits', key: ['id'], rows: values.map(registeredLimitToRow) }),
  limit: (db, values) => putMany(db, { table: 'limits', key: ['id'], rows: values.map(limitToRow) }),
  policy: (db, values) =>
    putMany(db, {
      table: 'policies',
      key: ['id'],
      rows: values.map(({ id, type, blob, extra }) => ({ id, type, blob, extra: json(extra) })),
    }),
  async policy_association(db, values) {
    const policies = policyStore(db)
    for (const association of values) await policies.associate(association)
  },
  endpoint_group: (db, values) =>
    putMany(db, {
      table: 'endpoint_groups',
      key: ['id'],
      rows: values.map(({ id, name, description, filters }) => ({
        id,
        name,
        description,
        ...endpointFiltersToRow(filters),
      })),
    }),
  project_endpoint: (db, values) =>
    putMany(db, {
      table: 'project_endpoints',
      key: ['project_id', 'endpoint_id'],
      rows: values.map(({ projectId, endpointId }) => ({ project_id: projectId, endpoint_id: endpointId })),
    }),
  project_endpoint_group: (db, values) =>
    putMany(db, {
      table: 'project_endpoint_groups',
      key: ['project_id', 'endpoint_group_id'],
      rows: values.map(({ projectId, endpointGroupId }) => ({
        project_id: projectId,
        endpoint_group_id: endpointGroupId,
      })),
    }),
  access_rule: (db, values) =>
    putMany(db, {
      table: 'access_rules',
      key: ['id'],
      rows: values.map(({ id, userId, service, method, path }) => ({
        id,
        user_id: userId,
        service,
        method,
        path,
      })),
    }),
  trust: (db, values) => putMany(db, { table: 'trusts', key: ['id'], rows: values.map(trustToRow) }),
  consumer: (db, values) =>
    putMany(db, { table: 'oauth1_consumers', key: ['id'], rows: values.map(consumerToRow) }),
  access_token: (db, values) =>
    putMany(db, { table: 'oauth1_access_tokens', key: ['id'], rows: values.map(accessTokenToRow) }),
  credential: (db, values) =>
    putMany(db, { table: 'credentials', key: ['id'], rows: values.map(credentialToRow) }),
  async revocation_event(db, values) {
    const revocations = revocationStore(db)
    for (const revocation of values) await revocations.insert(revocation)
  },
}
