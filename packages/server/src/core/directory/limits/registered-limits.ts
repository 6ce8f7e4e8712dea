import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { RegisteredLimit } from './limit.ts'
import type { RegisteredLimitFilterKey } from './limit-store.ts'

/** Fetches a registered limit or rejects with `not_found`. */
export const requireRegisteredLimit = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<RegisteredLimit> => {
  const limit = await stores.registeredLimits.get(id)
  if (!limit) throw notFound('registered_limit', id)
  return limit
}

/** Rejects with `failed_precondition` while a limit refers to it: its consistency was checked with the current default. */
export const assertUnused = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  if (await stores.registeredLimits.isUsed(id)) throw registeredLimitInUse(id)
}

export const registeredLimitInUse = (id: string) =>
  domainError(
    'failed_precondition',
    'registered_limit_in_use',
    `Limits of projects or domains refer to registered limit ${id}. Delete them first.`,
  )

export const getRegisteredLimit = query({
  rule: 'identity:get_registered_limit',
  load: ({ id }: { readonly id: string }, at) => requireRegisteredLimit(id, at),
  read: async (_input, limit): Promise<RegisteredLimit> => limit,
})

/** Rejects with `not_found` for an unknown marker. */
export const listRegisteredLimits = query({
  searches: true,
  rule: 'identity:list_registered_limits',
  read: async (
    input: ListQuery<RegisteredLimitFilterKey>,
    _found,
    { stores },
  ): Promise<Slice<RegisteredLimit>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.registeredLimits.get(after))) throw notFound('marker', after)
    return stores.registeredLimits.list(input)
  },
})

/** Rejects with `failed_precondition` while a limit refers to it. */
export const deleteRegisteredLimit = command({
  rule: 'identity:delete_registered_limit',
  load: ({ id }: { readonly id: string }, at) => requireRegisteredLimit(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.registeredLimits.delete(id))) throw notFound('registered_limit', id)
    record({ kind: 'registered_limit.deleted', subject: { type: 'registered_limit', id } })
  },
})
