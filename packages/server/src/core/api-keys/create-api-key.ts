import { type Lending, lend } from '../application-credentials/lend.ts'
import { command } from '../operation.ts'
import { whoAsks } from '../sessions/own-session.ts'
import { type ApiKeyView, apiKeyPrefix, visiblePrefix } from './api-key.ts'
import { theApiKey, viewedKey } from './get-api-key.ts'

export type CreateApiKey = Omit<Lending, 'userId' | 'accessRules'> & {
  /** Only to confirm: it is always whoever asks. */
  readonly userId?: string | undefined
}

/** The secret is told this once. */
export type ApiKeyWithSecret = { readonly key: ApiKeyView; readonly secret: string }

/** An application credential whose secret proves who one is by itself. Refuses what `lend` does. */
export const createApiKey = command({
  rule: 'muster:create_api_key',
  target: ({ userId }: CreateApiKey, _found, { caller }) => ({
    user_id: userId ?? (caller.kind === 'known' ? caller.userId : undefined),
  }),
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (input, { prepared: { secret, hash }, ...at }): Promise<ApiKeyWithSecret> => {
    const userId = input.userId ?? whoAsks(at.caller).userId
    const { id } = await lend({ ...input, userId }, hash, at)
    await at.stores.apiKeys.insert({ id, userId, prefix: visiblePrefix(secret) })
    return { key: await viewedKey(await theApiKey(id, at), at), secret }
  },
})
