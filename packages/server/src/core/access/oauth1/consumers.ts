import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import { revokeConsumerTokens } from '../../kernel/revocations/revoke-tokens.ts'
import type { Consumer } from './oauth1.ts'
import type { ConsumerFilterKey } from './oauth1-store.ts'
import { revokeAccessTokens } from './revoke-access-tokens.ts'

/** Fetches a consumer or rejects with `not_found`. */
export const requireConsumer = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Consumer> => {
  const consumer = await stores.oauth1.getConsumer(id)
  if (!consumer) throw notFound('consumer', id)
  return consumer
}

export const getConsumer = query({
  rule: 'identity:get_consumer',
  load: ({ id }: { readonly id: string }, at) => requireConsumer(id, at),
  read: async (_input, consumer): Promise<Consumer> => consumer,
})

/** Rejects with `not_found` for an unknown marker. */
export const listConsumers = query({
  searches: true,
  rule: 'identity:list_consumers',
  read: async (input: ListQuery<ConsumerFilterKey>, _found, { stores }): Promise<Slice<Consumer>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.oauth1.getConsumer(after))) throw notFound('marker', after)
    return stores.oauth1.listConsumers(input)
  },
})

/** Deletes the consumer with its access tokens and revokes the tokens made with them. */
export const deleteConsumer = command({
  rule: 'identity:delete_consumer',
  load: ({ id }: { readonly id: string }, at) => requireConsumer(id, at),
  apply: async ({ id }, at) => {
    const accessTokenIds = await at.stores.oauth1.deleteConsumer(id)
    if (!accessTokenIds) throw notFound('consumer', id)
    await revokeConsumerTokens(id, at)
    await revokeAccessTokens(accessTokenIds, null, at)
    at.record({
      kind: 'consumer.deleted',
      subject: { type: 'consumer', id },
      detail: { access_tokens: accessTokenIds.length },
    })
  },
})
