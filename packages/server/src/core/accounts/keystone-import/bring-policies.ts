import { normalizeBlob, normalizePolicyType, type PolicyTarget } from '../../directory/policies/policy.ts'
import { type ImportNoun, type ImportReference, optionalReference } from './noun.ts'
import {
  CannotCome,
  idOf,
  integerOf,
  jsonOf,
  objectOf,
  optionalId,
  optionalText,
  orCannotCome,
  requiredText,
} from './source-values.ts'

export const policies: ImportNoun<'policy'> = {
  noun: 'policy',
  table: 'policy',
  key: ['id'],
  read(row) {
    // Keystone stores the text as JSON.
    const blob = jsonOf(row, 'blob', 2 * 114_688)
    if (typeof blob !== 'string') throw new CannotCome('blob is not text.')
    return {
      value: {
        id: idOf(row, 'id'),
        type: orCannotCome(() => normalizePolicyType(requiredText(row, 'type', 255))),
        blob: orCannotCome(() => normalizeBlob(blob)),
        extra: objectOf(row, 'extra'),
      },
    }
  },
}

export const policyAssociations: ImportNoun<'policy_association'> = {
  noun: 'policy_association',
  table: 'policy_association',
  key: ['id'],
  identity: ['policy_id', 'endpoint_id', 'service_id', 'region_id'],
  read(row) {
    const policyId = idOf(row, 'policy_id')
    const endpointId = optionalId(row, 'endpoint_id')
    const serviceId = optionalId(row, 'service_id')
    const regionId = optionalId(row, 'region_id', 255)
    const policy: ImportReference = { kind: 'policy', id: policyId, column: 'policy_id' }
    if (endpointId !== null)
      return {
        value: { policyId, target: { endpointId } },
        references: [policy, { kind: 'endpoint', id: endpointId, column: 'endpoint_id' }],
      }
    if (serviceId === null) throw new CannotCome('It has neither an endpoint nor a service.')
    const target: PolicyTarget = regionId === null ? { serviceId } : { serviceId, regionId }
    return {
      value: { policyId, target },
      references: [
        policy,
        { kind: 'service', id: serviceId, column: 'service_id' },
        ...optionalReference('region', regionId, 'region_id'),
      ],
    }
  },
}

export const registeredLimits: ImportNoun<'registered_limit'> = {
  noun: 'registered_limit',
  table: 'registered_limit',
  key: ['internal_id'],
  identity: ['id'],
  read(row) {
    const value = {
      id: idOf(row, 'id'),
      serviceId: idOf(row, 'service_id', 255),
      regionId: optionalId(row, 'region_id', 255),
      resourceName: requiredText(row, 'resource_name', 255),
      defaultLimit: integerOf(row, 'default_limit'),
      description: optionalText(row, 'description', 65_535),
    }
    return {
      value,
      references: [
        { kind: 'service', id: value.serviceId, column: 'service_id' },
        ...optionalReference('region', value.regionId, 'region_id'),
      ],
    }
  },
}

export const limits: ImportNoun<'limit'> = {
  noun: 'limit',
  table: 'limit',
  key: ['internal_id'],
  identity: ['id'],
  read(row) {
    const projectId = optionalId(row, 'project_id')
    const domainId = projectId === null ? optionalId(row, 'domain_id') : null
    const registeredLimitId = idOf(row, 'registered_limit_id')
    const owner: ImportReference | undefined =
      projectId !== null
        ? { kind: 'project', id: projectId, column: 'project_id' }
        : domainId !== null
          ? { kind: 'domain', id: domainId, column: 'domain_id' }
          : undefined
    if (!owner) throw new CannotCome('It has neither a project nor a domain.')
    return {
      value: {
        id: idOf(row, 'id'),
        registeredLimitId,
        projectId,
        domainId,
        resourceLimit: integerOf(row, 'resource_limit'),
        description: optionalText(row, 'description', 65_535),
        // Attributes of the registered limit and of the project, which are not stored with the limit.
        projectDomainId: null,
        serviceId: '',
        regionId: null,
        resourceName: '',
      },
      references: [owner, { kind: 'registered_limit', id: registeredLimitId, column: 'registered_limit_id' }],
    }
  },
}
