import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Consumer } from './oauth1.ts'

/** Fetches a consumer or refuses `not_found`. */
export const theConsumer = async (id: string, { stores }: Pick<At, 'stores'>): Promise<Consumer> => {
  const consumer = await stores.oauth1.getConsumer(id)
  if (!consumer) throw notFound('consumer', id)
  return consumer
}

export const getConsumer = query({
  rule: 'identity:get_consumer',
  load: ({ id }: { readonly id: string }, at) => theConsumer(id, at),
  read: async (_input, consumer): Promise<Consumer> => consumer,
})
