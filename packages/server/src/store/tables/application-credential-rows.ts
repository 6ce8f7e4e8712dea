import { type Generated, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { ApiKeyPart } from '../../core/access/api-keys/api-key.ts'
import type { ApplicationCredential } from '../../core/access/application-credentials/application-credential.ts'
import type { EndedCredential } from '../../core/access/application-credentials/application-credential-store.ts'
import type { AssignmentTarget } from '../../core/directory/assignments/assignment.ts'
import { fromJson } from '../engine/columns.ts'
import type { Database } from '../engine/database.ts'
import type { Db, DialectName } from '../engine/dialect.ts'
import { type EndColumns, endOf } from './ends.ts'

export type ApplicationCredentialsTable = EndColumns & {
  id: string
  user_id: string
  name: string
  description: string | null
  scope_type: AssignmentTarget['type']
  /** `''` for the system. */
  scope_id: string
  unrestricted: number
  secret_hash: string
  created_at: number
  last_used_at: number | null
}

export type ApplicationCredentialRolesTable = { application_credential_id: string; role_id: string }
export type ApplicationCredentialAccessRulesTable = {
  application_credential_id: string
  access_rule_id: string
  position: Generated<number>
}

export type ApiKeysTable = {
  number: Generated<number>
  /** The id of its application credential. */
  id: string
  user_id: string
  prefix: string
  previous_hash: string | null
  previous_until: number | null
  revoked_at: number | null
  revoked_by: string | null
  version: number
  /** 1: its user was created for it. */
  own_user: Generated<number>
  made_by: string | null
  deleted_at: number | null
  /** For a deleted key: the attributes of its credential, as JSON. */
  remains: string | null
}

export const scopeId = (scope: AssignmentTarget): string => (scope.type === 'system' ? '' : scope.id)

/** Linked ids as JSON, so that one query reads a complete credential. */
const linked = (dialect: DialectName, table: string, column: string, order: readonly string[] = [column]) => {
  const rows = sql`(select ${sql.ref(column)} as id from ${sql.table(table)}
    where application_credential_id = application_credentials.id
    order by ${sql.join(order.map((name) => sql.ref(name)))}) as linked`
  return dialect === 'sqlite'
    ? sql<string>`(select json_group_array(id) from ${rows})`
    : sql<string>`(select coalesce(json_agg(id), '[]')::text from ${rows})`
}

const keyColumns = [
  'number',
  'prefix',
  'previous_hash',
  'previous_until',
  'revoked_at',
  'revoked_by',
  'version',
  'own_user',
  'made_by',
] as const satisfies readonly (keyof ApiKeysTable)[]

type KeyRow = Pick<Selectable<ApiKeysTable>, (typeof keyColumns)[number]>

const keyOf = (dialect: DialectName) => {
  const pairs = sql.join(keyColumns.flatMap((name) => [sql.lit(name), sql.ref(`api_keys.${name}`)]))
  const object = dialect === 'sqlite' ? sql`json_object(${pairs})` : sql`json_build_object(${pairs})::text`
  return sql<string | null>`(select ${object} from api_keys where api_keys.id = application_credentials.id)`
}

export const apiKeyPartFromRow = (row: KeyRow): ApiKeyPart => ({
  number: row.number,
  prefix: row.prefix,
  previous:
    row.previous_hash === null || row.previous_until === null
      ? null
      : { hash: row.previous_hash, until: row.previous_until },
  revoked: row.revoked_at === null ? null : { at: row.revoked_at, by: row.revoked_by },
  version: row.version,
  ownUser: row.own_user === 1,
  madeBy: row.made_by,
})

type Row = Selectable<ApplicationCredentialsTable> & {
  readonly role_ids: string
  readonly access_rule_ids: string
  readonly key: string | null
}

/** Complete credentials. */
export const selectCredentials = ({
  name: dialect,
  q,
}: Db): SelectQueryBuilder<Database, 'application_credentials', Row> =>
  q
    .selectFrom('application_credentials')
    .selectAll()
    .select(linked(dialect, 'application_credential_roles', 'role_id').as('role_ids'))
    .select(
      linked(dialect, 'application_credential_access_rules', 'access_rule_id', [
        'position',
        'access_rule_id',
      ]).as('access_rule_ids'),
    )
    .select(keyOf(dialect).as('key'))

export const endedFromRow = (row: Selectable<ApplicationCredentialsTable>): EndedCredential => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  description: row.description,
  scope: row.scope_type === 'system' ? { type: 'system' } : { type: row.scope_type, id: row.scope_id },
  expiresAt: endOf(row),
  unrestricted: row.unrestricted === 1,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})

export const fromRow = (row: Row): ApplicationCredential => {
  const accessRuleIds = fromJson<string[]>(row.access_rule_ids)
  return {
    ...endedFromRow(row),
    roleIds: fromJson<string[]>(row.role_ids),
    accessRuleIds: accessRuleIds.length === 0 ? null : accessRuleIds,
    secretHash: row.secret_hash,
    key: row.key === null ? null : apiKeyPartFromRow(fromJson<KeyRow>(row.key)),
  }
}
