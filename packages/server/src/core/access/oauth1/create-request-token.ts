import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireConsumer } from './consumers.ts'
import type { RequestToken } from './oauth1.ts'
import { newSecret, openSecret } from './secrets.ts'
import { checkSigned, nonceOf, readSigned, type SignedRequest, useNonce } from './signed-request.ts'

export type CreateRequestToken = {
  readonly request: SignedRequest
  /** The project the consumer requests access to. */
  readonly projectId: string
}

/** A token with its secret, which is shown once. */
export type WithSecret<Token> = { readonly token: Token; readonly secret: string }

/**
 * Creates a request token for a consumer, which a user can then authorise. Rejects with `not_found` for an unknown
 * consumer, and for an unknown project only after the signature is verified, so that only consumers learn which exist.
 */
export const createRequestToken = command({
  access: 'public',
  isolation: 'read committed',
  prepare: async ({ request, projectId }: CreateRequestToken, _found, at) => {
    const header = readSigned(request, at)
    const consumer = await requireConsumer(header.consumerKey, at)
    checkSigned(request, header, { consumer: openSecret('consumer', consumer, at.ports), token: '' }, at)
    if (!(await at.stores.projects.get(projectId))) throw notFound('project', projectId)
    return { consumerId: consumer.id, nonce: nonceOf(header) }
  },
  apply: async (
    { projectId },
    { stores, ports, now, record, prepared: { consumerId, nonce } },
  ): Promise<WithSecret<RequestToken>> => {
    await useNonce(nonce, { stores })
    const id = ports.newId()
    const { secret, sealedSecret } = newSecret('request_token', id, ports)
    const lifetime = ports.settings.requestTokenLifetime
    const token: RequestToken = {
      id,
      sealedSecret,
      consumerId,
      projectId,
      authorizingUserId: null,
      verifier: null,
      roleIds: [],
      expiresAt: lifetime === 0 ? null : now + lifetime * 1000,
    }
    await stores.oauth1.insertRequestToken(token)
    record({
      kind: 'request_token.created',
      subject: { type: 'request_token', id },
      detail: { consumer_id: consumerId, project_id: projectId },
    })
    return { token, secret }
  },
})
