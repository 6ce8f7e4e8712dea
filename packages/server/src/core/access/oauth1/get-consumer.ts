import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Consumer } from './oauth1.ts'

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
