import { domainError, notFound } from '../../kernel/domain-error.ts'
import { isExpired } from '../../kernel/expiry.ts'
import { command } from '../../kernel/operation.ts'
import { authenticationFailed } from '../authentication/auth-result.ts'
import { limitAttempts } from '../authentication/limited-attempts.ts'
import type { WithSecret } from './create-request-token.ts'
import type { AccessToken } from './oauth1.ts'
import { newSecret, openSecret } from './secrets.ts'
import { checkSigned, nonceOf, readSigned, type SignedRequest, useNonce } from './signed-request.ts'
import { isVerifier } from './verifier.ts'

/**
 * Exchanges an authorised request token for an access token; concurrent exchanges yield exactly one. Rejects with
 * `not_found` for an unknown request token.
 */
export const createAccessToken = command({
  access: 'public',
  prepare: async ({ request }: { readonly request: SignedRequest }, _found, at) => {
    const header = readSigned(request, at)
    const { token: id, verifier } = header
    if (!id) throw domainError('invalid', 'oauth_token_missing', 'The request must contain oauth_token.')
    if (!verifier || !isVerifier(verifier))
      throw domainError(
        'invalid',
        'oauth_verifier_invalid',
        'The request must contain the oauth_verifier that the user received.',
      )
    const { stores, ports, now } = at
    const token = await stores.oauth1.getRequestToken(id)
    if (!token) throw notFound('request_token', id)
    const consumer = await stores.oauth1.getConsumer(header.consumerKey)
    if (!consumer || token.consumerId !== consumer.id) throw authenticationFailed('request_token_of_another')
    const secrets = {
      consumer: openSecret('consumer', consumer, ports),
      token: openSecret('request_token', token, ports),
    }
    return limitAttempts(`request_token:${id}`, at, async () => {
      checkSigned(request, header, secrets, at)
      if (isExpired(token, now)) throw authenticationFailed('request_token_expired')
      const { authorizingUserId } = token
      if (
        authorizingUserId === null ||
        token.verifier === null ||
        !ports.digests.same(token.verifier, verifier)
      )
        throw authenticationFailed('oauth_verifier_wrong')
      return { token: { ...token, authorizingUserId }, nonce: nonceOf(header) }
    })
  },
  apply: async (
    _input,
    { stores, ports, now, record, prepared: { token: requestToken, nonce } },
  ): Promise<WithSecret<AccessToken>> => {
    const { consumerId, authorizingUserId, projectId, roleIds } = requestToken
    await useNonce(nonce, { stores })
    if (!(await stores.oauth1.consumeRequestToken(requestToken.id)))
      throw notFound('request_token', requestToken.id)
    const user = await stores.users.get(authorizingUserId)
    if (user?.status !== 'active') throw authenticationFailed('user_not_active')
    const id = ports.newId()
    const { secret, sealedSecret } = newSecret('access_token', id, ports)
    const lifetime = ports.settings.accessTokenLifetime
    const token: AccessToken = {
      id,
      sealedSecret,
      consumerId,
      authorizingUserId,
      projectId,
      roleIds,
      expiresAt: lifetime === 0 ? null : now + lifetime * 1000,
    }
    await stores.oauth1.insertAccessToken(token)
    record({
      kind: 'access_token.created',
      subject: { type: 'access_token', id },
      domainId: user.domainId,
      detail: { consumer_id: consumerId, user_id: authorizingUserId, project_id: projectId },
    })
    return { token, secret }
  },
})
