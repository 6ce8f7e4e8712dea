import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeDescription } from '../catalog/catalog-text.ts'
import {
  type EndpointGroup,
  type EndpointGroupFilters,
  normalizeFilters,
  normalizeGroupName,
} from './endpoint-group.ts'
import { requireEndpointGroup } from './endpoint-groups.ts'

export type UpdateEndpointGroup = {
  readonly id: string
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** Replaces all filters. */
  readonly filters?: EndpointGroupFilters | undefined
}

export const updateEndpointGroup = command({
  rule: 'identity:update_endpoint_group',
  load: ({ id }: UpdateEndpointGroup, at) => requireEndpointGroup(id, at),
  apply: async (input: UpdateEndpointGroup, { stores, record }): Promise<EndpointGroup> => {
    const updated = await stores.endpointGroups.update(input.id, {
      name: input.name === undefined ? undefined : normalizeGroupName(input.name),
      description: normalizeDescription(input.description),
      filters: input.filters && normalizeFilters(input.filters),
    })
    if (!updated) throw notFound('endpoint_group', input.id)
    record({
      kind: 'endpoint_group.updated',
      subject: { type: 'endpoint_group', id: input.id },
      invalidates: ['catalog'],
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return updated
  },
})
