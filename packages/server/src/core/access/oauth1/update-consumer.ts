import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireConsumer } from './consumers.ts'
import { type CreateConsumer, normalizeDescription } from './create-consumer.ts'
import type { Consumer } from './oauth1.ts'

/** Merges extra attributes by top-level name. The secret cannot be changed. */
export const updateConsumer = command({
  rule: 'identity:update_consumer',
  load: ({ id }: CreateConsumer & { readonly id: string }, at) => requireConsumer(id, at),
  apply: async (input, { stores, record }): Promise<Consumer> => {
    const before = await requireConsumer(input.id, { stores })
    const updated = await stores.oauth1.updateConsumer(input.id, {
      description: normalizeDescription(input.description),
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
