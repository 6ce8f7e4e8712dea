import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { type CreateConsumer, cleanDescription } from './create-consumer.ts'
import { theConsumer } from './get-consumer.ts'
import type { Consumer } from './oauth1.ts'

/** Extra attributes are merged by top-level name; the secret never changes. */
export const updateConsumer = command({
  rule: 'identity:update_consumer',
  load: ({ id }: CreateConsumer & { readonly id: string }, at) => theConsumer(id, at),
  apply: async (input, { stores, record }): Promise<Consumer> => {
    const before = await theConsumer(input.id, { stores })
    const updated = await stores.oauth1.updateConsumer(input.id, {
      description: cleanDescription(input.description),
      extra: input.extra && { ...before.extra, ...input.extra },
    })
    if (!updated) throw notFound('consumer', input.id)
    record({
      kind: 'consumer.updated',
      subject: { type: 'consumer', id: input.id },
      detail: {
        fields: Object.entries(input).flatMap(([key, value]) =>
          value === undefined || key === 'id' ? [] : [key],
        ),
      },
    })
    return updated
  },
})
