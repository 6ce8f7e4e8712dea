import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import type { Consumer } from './oauth1.ts'
import { newSecret } from './secrets.ts'

export type CreateConsumer = {
  readonly description?: string | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

export const normalizeDescription = <T extends string | null | undefined>(value: T) =>
  typeof value === 'string' ? normalizeText('description', value, 64) : (value as Exclude<T, string>)

/** The secret is shown once. */
export const createConsumer = command({
  rule: 'identity:create_consumer',
  isolation: 'read committed',
  apply: async (
    input: CreateConsumer,
    { stores, ports, now, record },
  ): Promise<{ readonly consumer: Consumer; readonly secret: string }> => {
    const id = ports.newId()
    const { secret, sealedSecret } = newSecret('consumer', id, ports)
    const consumer = await stores.oauth1.insertConsumer({
      id,
      description: normalizeDescription(input.description) ?? null,
      sealedSecret,
      extra: input.extra ?? {},
      createdAt: now,
    })
    record({ kind: 'consumer.created', subject: { type: 'consumer', id } })
    return { consumer, secret }
  },
})
