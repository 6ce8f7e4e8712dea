import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { EndpointGroupFilterKey } from './endpoint-filter-store.ts'
import type { EndpointGroup } from './endpoint-group.ts'

/** Fetches an endpoint group or rejects with `not_found`. */
export const requireEndpointGroup = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<EndpointGroup> => {
  const group = await stores.endpointGroups.get(id)
  if (!group) throw notFound('endpoint_group', id)
  return group
}

export const getEndpointGroup = query({
  rule: 'identity:get_endpoint_group',
  load: ({ id }: { readonly id: string }, at) => requireEndpointGroup(id, at),
  read: async (_input, group): Promise<EndpointGroup> => group,
})

/** Rejects with `not_found` for an unknown marker. */
export const listEndpointGroups = query({
  searches: true,
  rule: 'identity:list_endpoint_groups',
  read: async (
    input: ListQuery<EndpointGroupFilterKey>,
    _found,
    { stores },
  ): Promise<Slice<EndpointGroup>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.endpointGroups.get(after))) throw notFound('marker', after)
    return stores.endpointGroups.list(input)
  },
})

/** Also removes it from all projects. */
export const deleteEndpointGroup = command({
  rule: 'identity:delete_endpoint_group',
  load: ({ id }: { readonly id: string }, at) => requireEndpointGroup(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.endpointGroups.delete(id))) throw notFound('endpoint_group', id)
    record({
      kind: 'endpoint_group.deleted',
      subject: { type: 'endpoint_group', id },
      invalidates: ['catalog'],
    })
  },
})
