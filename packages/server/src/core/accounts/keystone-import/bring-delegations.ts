import { sealSecret } from '../../access/oauth1/secrets.ts'
import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { SourceRow } from './keystone-source.ts'
import { type ImportNoun, type ImportReference, optionalReference, partOf } from './noun.ts'
import {
  CannotCome,
  flagOf,
  idListOf,
  idOf,
  integerOf,
  microsecondsOf,
  nameOf,
  objectOf,
  optionalId,
  optionalText,
  requiredText,
  timeOf,
} from './source-values.ts'

export const accessRules: ImportNoun<'access_rule'> = {
  noun: 'access_rule',
  table: 'access_rule',
  key: ['id'],
  identity: ['external_id'],
  read(row) {
    const value = {
      id: idOf(row, 'external_id'),
      userId: idOf(row, 'user_id'),
      service: requiredText(row, 'service', 64),
      method: requiredText(row, 'method', 16),
      path: requiredText(row, 'path', 128),
    }
    return { value, references: [{ kind: 'user', id: value.userId, column: 'user_id' }] }
  },
}

const roleReferences = (ids: readonly string[]): readonly ImportReference[] =>
  ids.map((id) => ({ kind: 'role', id, column: 'role_id' }))

export const applicationCredentials: ImportNoun<'application_credential'> = {
  noun: 'application_credential',
  table: 'application_credential',
  key: ['internal_id'],
  identity: ['id'],
  related: [
    partOf('roles', ['application_credential_role', 'application_credential_id'], 'internal_id', ['role_id']),
    partOf('rules', ['application_credential_access_rule', 'application_credential_id'], 'internal_id', [
      'access_rule_id',
    ]),
    {
      part: 'access_rules',
      table: 'access_rule',
      column: 'id',
      of: { part: 'rules', column: 'access_rule_id' },
      order: ['id'],
    },
  ],
  read(row, parts, { ports, now }) {
    const projectId = optionalId(row, 'project_id')
    const isSystem = optionalText(row, 'system', 64) !== null
    if (projectId === null && !isSystem) throw new CannotCome('It has neither a project nor the system.')
    const scope: AssignmentTarget =
      projectId === null ? { type: 'system' } : { type: 'project', id: projectId }
    const secretHash = requiredText(row, 'secret_hash', 255)
    if (!ports.passwords.canVerify(secretHash))
      throw new CannotCome('The form or the cost of the hash of its secret is not supported.')
    const userId = idOf(row, 'user_id')
    const roleIds = (parts['roles'] ?? []).map((link) => idOf(link, 'role_id'))
    const accessRuleIds = (parts['access_rules'] ?? []).map((rule) => idOf(rule, 'external_id'))
    // Without its rules, the credential would be open to every request.
    if (accessRuleIds.length !== (parts['rules'] ?? []).length)
      throw new CannotCome('One of its access rules does not exist.')
    return {
      value: {
        id: idOf(row, 'id'),
        userId,
        name: nameOf('application credential', row, 'name', 255),
        description: optionalText(row, 'description', 65_535),
        scope,
        roleIds,
        accessRuleIds: accessRuleIds.length === 0 ? null : accessRuleIds,
        expiresAt: microsecondsOf(row, 'expires_at'),
        unrestricted: flagOf(row, 'unrestricted'),
        secretHash,
        createdAt: now,
        lastUsedAt: null,
        key: null,
      },
      references: [
        { kind: 'user', id: userId, column: 'user_id' },
        ...optionalReference('project', projectId, 'project_id'),
        ...roleReferences(roleIds),
        ...accessRuleIds.map(
          (id): ImportReference => ({ kind: 'access_rule', id, column: 'access_rule_id' }),
        ),
      ],
    }
  },
}

/** Tokens of trusts contain the id as 16 bytes, at Keystone too. */
const trustIdOf = (row: SourceRow): string => {
  const id = idOf(row, 'id')
  if (!/^[0-9a-f]{32}$/.test(id)) throw new CannotCome('The id of a trust must have 32 hexadecimal digits.')
  return id
}

export const trusts: ImportNoun<'trust'> = {
  noun: 'trust',
  table: 'trust',
  key: ['id'],
  parent: 'redelegated_trust_id',
  related: [partOf('roles', ['trust_role', 'trust_id'], 'id', ['role_id'])],
  read(row, parts, { now }) {
    if (row['deleted_at'] !== null) return undefined
    const projectId = optionalId(row, 'project_id')
    const roleIds = (parts['roles'] ?? []).map((role) => idOf(role, 'role_id'))
    // Keystone repeats the roles of the request there.
    const { roles: _roles, ...extra } = objectOf(row, 'extra')
    const redelegationCount = row['redelegation_count'] === null ? 0 : integerOf(row, 'redelegation_count')
    const value = {
      id: trustIdOf(row),
      trustorId: idOf(row, 'trustor_user_id'),
      trusteeId: idOf(row, 'trustee_user_id'),
      impersonation: flagOf(row, 'impersonation'),
      projectId,
      roleIds,
      expiresAt: microsecondsOf(row, 'expires_at_int') ?? timeOf(row, 'expires_at'),
      remainingUses: row['remaining_uses'] === null ? null : integerOf(row, 'remaining_uses'),
      // Keystone stores no flag: a trust can be redelegated while its count is above zero.
      allowRedelegation: redelegationCount > 0,
      redelegationCount,
      redelegatedTrustId: optionalId(row, 'redelegated_trust_id'),
      extra,
      createdAt: now,
      deletedAt: null,
    }
    return {
      value,
      references: [
        { kind: 'user', id: value.trustorId, column: 'trustor_user_id' },
        { kind: 'user', id: value.trusteeId, column: 'trustee_user_id' },
        ...optionalReference('project', projectId, 'project_id'),
        ...roleReferences(roleIds),
        ...optionalReference('trust', value.redelegatedTrustId, 'redelegated_trust_id'),
      ],
    }
  },
}

export const consumers: ImportNoun<'consumer'> = {
  noun: 'consumer',
  table: 'consumer',
  key: ['id'],
  read(row, _parts, { ports, now }) {
    const id = idOf(row, 'id')
    return {
      value: {
        id,
        description: optionalText(row, 'description', 64),
        sealedSecret: sealSecret('consumer', id, requiredText(row, 'secret', 64), ports),
        extra: objectOf(row, 'extra'),
        createdAt: now,
      },
    }
  },
}

export const accessTokens: ImportNoun<'access_token'> = {
  noun: 'access_token',
  table: 'access_token',
  key: ['id'],
  read(row, _parts, { ports }) {
    const id = idOf(row, 'id')
    const roleIds = idListOf(row, 'role_ids')
    const expiresAt = timeOf(row, 'expires_at')
    const value = {
      id,
      sealedSecret: sealSecret('access_token', id, requiredText(row, 'access_secret', 64), ports),
      consumerId: idOf(row, 'consumer_id'),
      authorizingUserId: idOf(row, 'authorizing_user_id'),
      projectId: idOf(row, 'project_id'),
      roleIds,
      expiresAt: expiresAt === null ? null : Math.floor(expiresAt),
    }
    return {
      value,
      references: [
        { kind: 'consumer', id: value.consumerId, column: 'consumer_id' },
        { kind: 'user', id: value.authorizingUserId, column: 'authorizing_user_id' },
        { kind: 'project', id: value.projectId, column: 'project_id' },
        ...roleReferences(roleIds),
      ],
    }
  },
}
