import { type Endpoint, endpointInterfaces } from '../../directory/catalog/catalog.ts'
import { normalizeServiceName } from '../../directory/catalog/catalog-text.ts'
import {
  type EndpointGroupFilters,
  normalizeGroupName,
} from '../../directory/endpoint-filter/endpoint-group.ts'
import { type ImportNoun, optionalReference } from './noun.ts'
import {
  CannotCome,
  flagOf,
  idOf,
  objectOf,
  optionalId,
  optionalText,
  orCannotCome,
  requiredText,
  takeText,
} from './source-values.ts'

const isInterface = (text: unknown): text is Endpoint['interface'] =>
  endpointInterfaces.some((known) => known === text)

export const regions: ImportNoun<'region'> = {
  noun: 'region',
  table: 'region',
  key: ['id'],
  parent: 'parent_region_id',
  read(row) {
    const value = {
      id: idOf(row, 'id', 255),
      description: optionalText(row, 'description', 255) ?? '',
      parentId: optionalId(row, 'parent_region_id', 255),
      extra: objectOf(row, 'extra'),
    }
    return { value, references: optionalReference('region', value.parentId, 'parent_region_id') }
  },
}

export const services: ImportNoun<'service'> = {
  noun: 'service',
  table: 'service',
  key: ['id'],
  read(row) {
    const name = takeText(objectOf(row, 'extra'), 'name', 255)
    const description = takeText(name.rest, 'description', 65_535)
    return {
      value: {
        id: idOf(row, 'id'),
        type: requiredText(row, 'type', 255),
        name: orCannotCome(() => normalizeServiceName(name.text ?? '')),
        description: description.text,
        enabled: flagOf(row, 'enabled'),
        extra: description.rest,
      },
    }
  },
}

export const endpoints: ImportNoun<'endpoint'> = {
  noun: 'endpoint',
  table: 'endpoint',
  key: ['id'],
  read(row) {
    const kind = row['interface']
    if (!isInterface(kind)) throw new CannotCome('interface is not admin, internal or public.')
    const value = {
      id: idOf(row, 'id'),
      serviceId: idOf(row, 'service_id'),
      regionId: optionalId(row, 'region_id', 255),
      interface: kind,
      url: requiredText(row, 'url', 65_535),
      enabled: flagOf(row, 'enabled'),
      extra: objectOf(row, 'extra'),
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

const filterNames = ['service_id', 'region_id', 'interface']

const filtersOf = (filters: Readonly<Record<string, unknown>>): EndpointGroupFilters => {
  const unknown = Object.keys(filters).find((name) => !filterNames.includes(name))
  if (unknown !== undefined)
    throw new CannotCome(`filters has the unknown member ${JSON.stringify(unknown)}.`)
  const { service_id: serviceId, region_id: regionId, interface: kind } = filters
  if (serviceId !== undefined && typeof serviceId !== 'string')
    throw new CannotCome('service_id of filters is not text.')
  if (regionId !== undefined && regionId !== null && typeof regionId !== 'string')
    throw new CannotCome('region_id of filters is not text.')
  if (kind !== undefined && !isInterface(kind))
    throw new CannotCome('interface of filters is not admin, internal or public.')
  return { serviceId, regionId, interface: kind }
}

export const endpointGroups: ImportNoun<'endpoint_group'> = {
  noun: 'endpoint_group',
  table: 'endpoint_group',
  key: ['id'],
  read: (row) => ({
    value: {
      id: idOf(row, 'id'),
      name: orCannotCome(() => normalizeGroupName(requiredText(row, 'name', 255))),
      description: optionalText(row, 'description', 65_535),
      filters: filtersOf(objectOf(row, 'filters')),
    },
  }),
}

export const projectEndpoints: ImportNoun<'project_endpoint'> = {
  noun: 'project_endpoint',
  table: 'project_endpoint',
  key: ['endpoint_id', 'project_id'],
  read(row) {
    const value = { projectId: idOf(row, 'project_id'), endpointId: idOf(row, 'endpoint_id') }
    return {
      value,
      references: [
        { kind: 'project', id: value.projectId, column: 'project_id' },
        { kind: 'endpoint', id: value.endpointId, column: 'endpoint_id' },
      ],
    }
  },
}

export const projectEndpointGroups: ImportNoun<'project_endpoint_group'> = {
  noun: 'project_endpoint_group',
  table: 'project_endpoint_group',
  key: ['endpoint_group_id', 'project_id'],
  read(row) {
    const value = { projectId: idOf(row, 'project_id'), endpointGroupId: idOf(row, 'endpoint_group_id') }
    return {
      value,
      references: [
        { kind: 'project', id: value.projectId, column: 'project_id' },
        { kind: 'endpoint_group', id: value.endpointGroupId, column: 'endpoint_group_id' },
      ],
    }
  },
}
