import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { revokeConsumerTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { requireConsumer } from './get-consumer.ts'
import { revokeAccessTokens } from './revoke-access-tokens.ts'

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
