import { type Lending, lend } from '../application-credentials/lend.ts'
import { command } from '../operation.ts'
import { whoAsks } from '../sessions/own-session.ts'
import { type ApiKeyView, apiKeyPrefix, visiblePrefix } from './api-key.ts'
import { theApiKey, viewedKey } from './get-api-key.ts'
import { asLender, checkMayHandOut, programOf, programTarget } from './program-keys.ts'

export type CreateApiKey = Omit<Lending, 'userId' | 'accessRules'> & {
  /** Whoever asks unless said, and nobody else but a program (a service user). */
  readonly userId?: string | undefined
}

/** The secret is told this once. */
export type ApiKeyWithSecret = { readonly key: ApiKeyView; readonly secret: string }

/**
 * An application credential whose secret proves who one is by itself. Refuses what `lend` does, and `forbidden`
 * where the key of a program would have a role that the caller could not give it.
 */
export const createApiKey = command({
  rule: 'muster:create_api_key',
  load: ({ userId }: CreateApiKey, at) => programOf(userId, at),
  target: ({ userId }, program, { caller }) =>
    program
      ? programTarget(program)
      : { user_id: userId ?? (caller.kind === 'known' ? caller.userId : undefined) },
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (input, { found: program, prepared: { secret, hash }, ...at }): Promise<ApiKeyWithSecret> => {
    const userId = input.userId ?? whoAsks(at.caller).userId
    const lent = await lend({ ...input, userId }, hash, at, program && asLender(program))
    if (program) await checkMayHandOut(program, lent, at)
    const { id } = lent
    await at.stores.apiKeys.insert({ id, userId, prefix: visiblePrefix(secret) })
    return { key: await viewedKey(await theApiKey(id, at), at), secret }
  },
})
