import { command } from '../../kernel/operation.ts'
import { normalizeDescription } from '../catalog/catalog-text.ts'
import {
  type EndpointGroup,
  type EndpointGroupFilters,
  normalizeFilters,
  normalizeGroupName,
} from './endpoint-group.ts'

export type CreateEndpointGroup = {
  readonly name: string
  readonly description?: string | null | undefined
  readonly filters: EndpointGroupFilters
}

export const createEndpointGroup = command({
  rule: 'identity:create_endpoint_group',
  isolation: 'read committed',
  apply: async (input: CreateEndpointGroup, { stores, ports, record }): Promise<EndpointGroup> => {
    const group = await stores.endpointGroups.insert({
      id: ports.newId(),
      name: normalizeGroupName(input.name),
      description: normalizeDescription(input.description) ?? null,
      filters: normalizeFilters(input.filters),
    })
    // No project has it yet, so no catalog changes.
    record({ kind: 'endpoint_group.created', subject: { type: 'endpoint_group', id: group.id } })
    return group
  },
})
