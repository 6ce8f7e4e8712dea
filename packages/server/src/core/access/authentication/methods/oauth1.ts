import { isExpired } from '../../../kernel/expiry.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import type { OAuthHeader } from '../../oauth1/authorization-header.ts'
import { openSecret } from '../../oauth1/secrets.ts'
import { checkSigned, nonceOf, readSigned, type SignedRequest } from '../../oauth1/signed-request.ts'
import { type AuthResult, authenticationFailed } from '../auth-result.ts'
import { limitAttempts } from '../limited-attempts.ts'
import type { Method } from '../sign-in-state.ts'

/**
 * Authenticates a request signed with an OAuth 1.0 access token, as the user who authorised it and scoped to the project
 * it was authorised for; a requested scope is ignored (keystone.md section 6.2).
 */
export const oauth1Method: Method = async ({ request: { oauth1: request = unsigned } }, at) => {
  const header = readSigned(request, at)
  return limitAttempts(`oauth1:${header.consumerKey}`, at, () => check(request, header, at))
}

const check = async (
  request: SignedRequest,
  header: OAuthHeader,
  at: OperationContext,
): Promise<AuthResult> => {
  const { stores, ports, now } = at
  const token = header.token === undefined ? undefined : await stores.oauth1.getAccessToken(header.token)
  const consumer = await stores.oauth1.getConsumer(header.consumerKey)
  if (!token || !consumer || token.consumerId !== consumer.id)
    throw authenticationFailed('access_token_unknown')
  const secrets = {
    consumer: openSecret('consumer', consumer, ports),
    token: openSecret('access_token', token, ports),
  }
  checkSigned(request, header, secrets, at)
  if (isExpired(token, now)) throw authenticationFailed('access_token_expired')
  return {
    userId: token.authorizingUserId,
    methods: ['oauth1'],
    delegated: { scope: { kind: 'project', projectId: token.projectId }, accessTokenId: token.id },
    sideEffects: [{ kind: 'use_nonce', nonce: nonceOf(header) }],
  }
}

const unsigned: SignedRequest = { method: 'POST', addresses: [], authorization: undefined }
