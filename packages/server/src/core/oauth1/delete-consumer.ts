import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { revokeConsumerTokens } from '../tokens/revoke-tokens.ts'
import { endAccessTokens } from './end-access-tokens.ts'
import { theConsumer } from './get-consumer.ts'

/** What users authorised it for, and every token made with that, ends with it. */
export const deleteConsumer = command({
  rule: 'identity:delete_consumer',
  load: ({ id }: { readonly id: string }, at) => theConsumer(id, at),
  apply: async ({ id }, at) => {
    const accessTokenIds = await at.stores.oauth1.deleteConsumer(id)
    if (!accessTokenIds) throw notFound('consumer', id)
    await revokeConsumerTokens(id, at)
    await endAccessTokens(accessTokenIds, null, at)
    at.record({
      kind: 'consumer.deleted',
      subject: { type: 'consumer', id },
      detail: { access_tokens: accessTokenIds.length },
    })
  },
})
