import { type DomainError, domainError } from '../../core/kernel/domain-error.ts'
import type { ErrorCode } from '../../core/kernel/error-codes.ts'

/** The error of each unique constraint, by the name of its index and by its columns in SQLite's message. */
const taken: Readonly<
  Record<
    string,
    {
      readonly columns: string
      readonly code: ErrorCode<'conflict'>
      readonly message: string
      /** The field with the taken value, by its name in core. */
      readonly details?: { readonly field: string; readonly noun?: string }
    }
  >
> = {
  users_id: { columns: 'users.id', code: 'id_taken', message: 'The id is already in use.' },
  users_name: {
    columns: 'users.domain_id, users.name',
    code: 'user_name_taken',
    message: 'Another user of the domain signs in with this name.',
    details: { field: 'name' },
  },
  users_claimed_email: {
    columns: 'users.domain_id, users.claimed_email',
    code: 'email_taken',
    message: 'Another user of the domain signs in with this email address.',
    details: { field: 'email' },
  },
  users_external_id: {
    columns: 'users.domain_id, users.external_id',
    code: 'external_id_taken',
    message: 'Another user of the domain has this external id.',
    details: { field: 'external_id' },
  },
  projects_pkey: { columns: 'projects.id', code: 'id_taken', message: 'The id is already in use.' },
  projects_name: {
    columns: 'projects.domain_id, projects.name',
    code: 'project_name_taken',
    message: 'Another project of the domain has this name.',
    details: { field: 'name', noun: 'project' },
  },
  project_endpoints_pkey: {
    columns: 'project_endpoints.project_id, project_endpoints.endpoint_id',
    code: 'project_endpoint_exists',
    message: 'The project already has this endpoint.',
  },
  project_endpoint_groups_pkey: {
    columns: 'project_endpoint_groups.project_id, project_endpoint_groups.endpoint_group_id',
    code: 'project_endpoint_group_exists',
    message: 'The project already has this endpoint group.',
  },
  registered_limits_region: {
    columns: 'registered_limits.service_id, registered_limits.region_id, registered_limits.resource_name',
    code: 'registered_limit_exists',
    message: 'The resource already has a registered limit for this service and region.',
  },
  registered_limits_service: {
    columns: 'registered_limits.service_id, registered_limits.resource_name',
    code: 'registered_limit_exists',
    message: 'The resource already has a registered limit for this service without a region.',
  },
  federated_users_pkey: {
    columns: 'federated_users.idp_id, federated_users.protocol_id, federated_users.unique_id',
    code: 'federated_user_linked',
    message: 'Another user is linked to this user of the identity provider.',
    details: { field: 'federated' },
  },
  limits_project: {
    columns: 'limits.project_id, limits.registered_limit_id',
    code: 'limit_exists',
    message: 'The project already has a limit of this resource.',
  },
  limits_domain: {
    columns: 'limits.domain_id, limits.registered_limit_id',
    code: 'limit_exists',
    message: 'The domain already has a limit of this resource.',
  },
  service_providers_pkey: {
    columns: 'service_providers.id',
    code: 'id_taken',
    message: 'The id is already in use.',
  },
  identity_providers_pkey: {
    columns: 'identity_providers.id',
    code: 'id_taken',
    message: 'The id is already in use.',
  },
  identity_provider_remote_ids_pkey: {
    columns: 'identity_provider_remote_ids.remote_id',
    code: 'remote_id_taken',
    message: 'Another identity provider has one of these remote ids.',
    details: { field: 'remote_ids' },
  },
  federation_protocols_pkey: {
    columns: 'federation_protocols.identity_provider_id, federation_protocols.id',
    code: 'federation_protocol_exists',
    message: 'The identity provider already has this protocol.',
  },
  mappings_pkey: { columns: 'mappings.id', code: 'id_taken', message: 'The id is already in use.' },
  regions_pkey: { columns: 'regions.id', code: 'id_taken', message: 'The id is already in use.' },
  domains_name: {
    columns: 'projects.name',
    code: 'domain_name_taken',
    message: 'Another domain has this name.',
    details: { field: 'name', noun: 'domain' },
  },
  groups_pkey: { columns: 'groups.id', code: 'id_taken', message: 'The id is already in use.' },
  groups_name: {
    columns: 'groups.domain_id, groups.name',
    code: 'group_name_taken',
    message: 'Another group of the domain has this name.',
    details: { field: 'name', noun: 'group' },
  },
  credentials_pkey: {
    columns: 'credentials.id',
    code: 'credential_taken',
    message: 'A credential with this access key already exists.',
  },
  roles_pkey: { columns: 'roles.id', code: 'id_taken', message: 'The id is already in use.' },
  roles_name: {
    columns: 'roles.name',
    code: 'role_name_taken',
    message: 'Another global role has this name.',
    details: { field: 'name', noun: 'role' },
  },
  roles_domain_name: {
    columns: 'roles.domain_id, roles.name',
    code: 'role_name_taken',
    message: 'Another role of the domain has this name.',
    details: { field: 'name', noun: 'role' },
  },
  plans_name: {
    columns: 'plans.domain_id, plans.name',
    code: 'plan_name_taken',
    message: 'Another plan of the domain has this name.',
    details: { field: 'name', noun: 'plan' },
  },
  trusts_pkey: { columns: 'trusts.id', code: 'id_taken', message: 'The id is already in use.' },
  trusts_alike: {
    columns:
      'trusts.trustor_id, trusts.trustee_id, trusts.project_id, trusts.impersonation, trusts.expires_at',
    code: 'trust_exists',
    message: 'The trustor already has an identical trust with this trustee.',
  },
  role_implications_pkey: {
    columns: 'role_implications.prior_id, role_implications.implied_id',
    code: 'implication_exists',
    message: 'This role implication already exists.',
  },
  application_credentials_pkey: {
    columns: 'application_credentials.id',
    code: 'id_taken',
    message: 'The id is already in use.',
  },
  application_credentials_name: {
    columns: 'application_credentials.user_id, application_credentials.name',
    code: 'application_credential_name_taken',
    message: 'Another application credential of the user has this name.',
    details: { field: 'name', noun: 'application credential' },
  },
}

type Thrown = {
  readonly code?: string
  readonly errcode?: number
  readonly constraint?: string
  readonly message?: string
}

const uniqueIndex = (thrown: Thrown): string | undefined => {
  if (thrown.code === '23505') return thrown.constraint
  // A unique index, a primary key, and our trigger (migration unique-names).
  if (![2067, 1555, 1811].includes(thrown.errcode ?? 0)) return undefined
  const columns = /UNIQUE constraint failed: (.*)$/.exec(thrown.message ?? '')?.[1]
  return Object.keys(taken).find((name) => taken[name]?.columns === columns) ?? columns
}

const isForeign = ({ code, errcode }: Thrown) =>
  code === '23503' || code === '23001' || errcode === 787 || errcode === 1811

/** PostgreSQL cannot store NUL and invalid characters in text. */
const isUnstorable = ({ code }: Thrown) => code === '22021' || code === '22P05'

/**
 * Runs a statement and maps a violated constraint to the same error on both databases. `foreign` creates the error of a
 * violated foreign key, because SQLite does not name it.
 */
export const mapConstraintErrors = async <T>(
  statement: () => Promise<T>,
  foreign?: () => DomainError,
): Promise<T> => {
  try {
    return await statement()
  } catch (error) {
    const thrown = error as Thrown
    const index = uniqueIndex(thrown)
    const known = index === undefined ? undefined : taken[index]
    if (known) throw domainError('conflict', known.code, known.message, known.details)
    if (foreign && isForeign(thrown)) throw foreign()
    if (isUnstorable(thrown))
      throw domainError('invalid', 'text_unstorable', 'Text must not contain NUL or invalid characters.')
    throw error
  }
}
