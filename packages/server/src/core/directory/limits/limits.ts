import { type Caller, requireCaller } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import { type Limit, type LimitModel, limitModels } from './limit.ts'
import type { LimitFilterKey, LimitReach } from './limit-store.ts'

/** Fetches a limit or rejects with `not_found`. */
export const requireLimit = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Limit> => {
  const limit = await stores.limits.get(id)
  if (!limit) throw notFound('limit', id)
  return limit
}

const limitTarget = ({ projectId, domainId, projectDomainId }: Limit) => ({
  target: {
    limit:
      projectId === null
        ? { project_id: null, domain: { id: domainId } }
        : { project_id: projectId, project: { domain_id: projectDomainId } },
  },
})

/** The domain of an event about the limit. */
export const domainOfLimit = ({ domainId, projectDomainId }: Limit): string | null =>
  domainId ?? projectDomainId

export const getLimitModel = query({
  rule: 'identity:get_limit_model',
  read: (_input: object, _found, { ports }): { readonly name: LimitModel; readonly description: string } => {
    const name = ports.settings.limitModel
    return { name, description: limitModels[name] }
  },
})

export const getLimit = query({
  rule: 'identity:get_limit',
  load: ({ id }: { readonly id: string }, at) => requireLimit(id, at),
  target: (_input, limit) => limitTarget(limit),
  read: async (_input, limit): Promise<Limit> => limit,
})

/**
 * Which limits a caller may list: all for the system, an administrator and the role service, otherwise those of the scope
 * (keystone.md section 5.4). Undefined: all; null: none.
 */
const reachOf = (caller: Caller): LimitReach | null | undefined => {
  const { scope, credentials } = requireCaller(caller)
  if (scope.kind === 'system' || credentials.roles.some((role) => role === 'admin' || role === 'service'))
    return undefined
  if (scope.kind === 'domain') return { domainId: scope.domainId }
  return scope.kind === 'project' ? { projectId: scope.projectId } : null
}

/** Rejects with `not_found` for an unknown marker. */
export const listLimits = query({
  searches: true,
  rule: 'identity:list_limits',
  read: async (input: ListQuery<LimitFilterKey>, _found, { caller, stores }): Promise<Slice<Limit>> => {
    const reach = reachOf(caller)
    if (reach === null) return { rows: [], more: false }
    const { after } = input.page
    if (after !== undefined && !(await stores.limits.get(after))) throw notFound('marker', after)
    return stores.limits.list({ ...input, reach })
  },
})

export const deleteLimit = command({
  rule: 'identity:delete_limit',
  load: ({ id }: { readonly id: string }, at) => requireLimit(id, at),
  apply: async ({ id }, { found: limit, stores, record }) => {
    if (!(await stores.limits.delete(id))) throw notFound('limit', id)
    record({
      kind: 'limit.deleted',
      subject: { type: 'limit', id },
      domainId: domainOfLimit(limit),
      detail: { projectId: limit.projectId, resourceName: limit.resourceName },
    })
  },
})
