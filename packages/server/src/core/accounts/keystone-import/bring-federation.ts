import { maxMappingLength } from '../../access/federation/mapping/mapping-limits.ts'
import { readMappingRules } from '../../access/federation/mapping/read-mapping-rules.ts'
import { readSchemaVersion } from '../../access/federation/mappings.ts'
import {
  normalizeProviderUrl,
  normalizeRelayStatePrefix,
} from '../../access/federation/service-providers/service-provider.ts'
import type { SourceRow } from './keystone-source.ts'
import { type ImportNoun, partOf } from './noun.ts'
import {
  CannotCome,
  flagOf,
  idOf,
  integerOf,
  jsonOf,
  optionalText,
  orCannotCome,
  requiredText,
} from './source-values.ts'

const lifetimeOf = (row: SourceRow): number | null => {
  if (row['authorization_ttl'] === null || row['authorization_ttl'] === undefined) return null
  const minutes = integerOf(row, 'authorization_ttl')
  if (minutes < 0) throw new CannotCome('authorization_ttl is negative.')
  return minutes
}

export const identityProviders: ImportNoun<'identity_provider'> = {
  noun: 'identity_provider',
  table: 'identity_provider',
  key: ['id'],
  related: [partOf('remoteIds', ['idp_remote_ids', 'idp_id'], 'id', ['remote_id'])],
  read(row, parts) {
    const domainId = idOf(row, 'domain_id')
    return {
      value: {
        id: idOf(row, 'id'),
        domainId,
        enabled: flagOf(row, 'enabled'),
        description: optionalText(row, 'description', 65_535),
        remoteIds: (parts['remoteIds'] ?? []).map((one) => requiredText(one, 'remote_id', 255)),
        authorizationTtl: lifetimeOf(row),
      },
      references: [{ kind: 'domain', id: domainId, column: 'domain_id' }],
    }
  },
}

/** Keystone stores the rules as JSON text within JSON. */
const rulesOf = (row: SourceRow): readonly unknown[] => {
  const outer = jsonOf(row, 'rules', 4 * maxMappingLength)
  const rules = typeof outer === 'string' ? jsonOf({ rules: outer }, 'rules', 4 * maxMappingLength) : outer
  if (!Array.isArray(rules)) throw new CannotCome('rules is not a list.')
  return rules
}

const withoutMapping =
  'Its protocols come; no sign-in with them succeeds until Muster has a mapping with this id.'

export const mappings: ImportNoun<'mapping'> = {
  noun: 'mapping',
  table: 'mapping',
  key: ['id'],
  read(row, _parts, { ports }) {
    try {
      const id = idOf(row, 'id')
      // Before 2024.1, mappings have no version.
      const version = optionalText(row, 'schema_version', 5) || '1.0'
      const value = {
        id,
        schemaVersion: orCannotCome(() => readSchemaVersion(version)),
        rules: rulesOf(row),
      }
      orCannotCome(() => readMappingRules(value, ports.compilePattern))
      return { value }
    } catch (thrown) {
      if (!(thrown instanceof CannotCome)) throw thrown
      throw new CannotCome(`${thrown.message} ${withoutMapping}`)
    }
  },
}

export const federationProtocols: ImportNoun<'federation_protocol'> = {
  noun: 'federation_protocol',
  table: 'federation_protocol',
  key: ['idp_id', 'id'],
  read(row) {
    const identityProviderId = idOf(row, 'idp_id')
    return {
      value: {
        id: idOf(row, 'id'),
        identityProviderId,
        mappingId: idOf(row, 'mapping_id'),
        remoteIdAttribute: optionalText(row, 'remote_id_attribute', 64),
      },
      references: [{ kind: 'identity_provider', id: identityProviderId, column: 'idp_id' }],
    }
  },
}

export const serviceProviders: ImportNoun<'service_provider'> = {
  noun: 'service_provider',
  table: 'service_provider',
  key: ['id'],
  read: (row) => ({
    value: {
      id: idOf(row, 'id'),
      description: optionalText(row, 'description', 65_535),
      enabled: flagOf(row, 'enabled'),
      authUrl: orCannotCome(() => normalizeProviderUrl('auth_url', requiredText(row, 'auth_url', 256))),
      spUrl: orCannotCome(() => normalizeProviderUrl('sp_url', requiredText(row, 'sp_url', 256))),
      relayStatePrefix: orCannotCome(() =>
        normalizeRelayStatePrefix(requiredText(row, 'relay_state_prefix', 256)),
      ),
    },
  }),
}
