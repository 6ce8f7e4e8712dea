import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { authenticationFailed } from '../authentication/auth-result.ts'
import { type OAuthHeader, readAuthorizationHeader } from './authorization-header.ts'
import type { UsedNonce } from './oauth1-store.ts'
import {
  isSignatureMethod,
  plaintext,
  plaintextSignature,
  type SigningSecrets,
  signatureBaseString,
  signatureOf,
} from './signature.ts'

/** A request signed with OAuth 1.0, as an API passes it to core. */
export type SignedRequest = {
  readonly method: string
  /** Every URL that the client may have used for this request; behind a proxy there are several. */
  readonly addresses: readonly string[]
  readonly authorization: string | undefined
}

/** Seconds before and after now in which a request is accepted; nonces are stored at least that long. */
export const timestampWindow = 600

const incomplete = (message: string) =>
  domainError('invalid', 'oauth_header_incomplete', message, { field: 'Authorization' })

/** Parses the header without verifying the signature. Rejects with `invalid` for an incomplete header. */
export const readSigned = (
  { authorization }: SignedRequest,
  { ports }: Pick<OperationContext, 'ports'>,
): OAuthHeader => {
  if (authorization === undefined)
    throw incomplete('The request must be signed with OAuth 1.0 in the Authorization header.')
  const header = readAuthorizationHeader(authorization)
  if (!header) throw incomplete('The Authorization header is not a complete OAuth 1.0 header.')
  const { signatureMethod } = header
  if (signatureMethod === plaintext && ports.settings.allowPlaintextSignatures) return header
  if (!isSignatureMethod(signatureMethod))
    throw incomplete('The signature must be made with HMAC-SHA1 or HMAC-SHA256.')
  return header
}

/** Throws `unauthenticated` when the signature does not match the request and the secrets, or its timestamp is outside the window. */
export const checkSigned = (
  { method, addresses }: SignedRequest,
  header: OAuthHeader,
  secrets: SigningSecrets,
  { ports }: Pick<OperationContext, 'ports'>,
): void => {
  const { signatureMethod, signature, signed, timestamp } = header
  const { digests } = ports
  const expected =
    signatureMethod === plaintext
      ? [plaintextSignature(secrets)]
      : addresses.flatMap((address) => {
          const base = signatureBaseString(method, address, signed)
          if (base === undefined || !isSignatureMethod(signatureMethod)) return []
          return [signatureOf(base, signatureMethod, secrets, digests)]
        })
  if (!expected.some((one) => digests.same(one, signature)))
    throw authenticationFailed('oauth_signature_wrong')
  if (Math.abs(ports.wallTime() / 1000 - timestamp) > timestampWindow)
    throw authenticationFailed('oauth_timestamp_outside_window')
}

/** The nonce to record for the request, so that it is accepted once (RFC 5849 section 3.3). */
export const nonceOf = ({ consumerKey, token, nonce, timestamp }: OAuthHeader): UsedNonce => ({
  consumerId: consumerKey,
  tokenId: token ?? '',
  nonce,
  timestamp,
})

/** Throws `unauthenticated` for a replayed request. */
export const useNonce = async (
  nonce: UsedNonce,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  if (!(await stores.oauth1.useNonce(nonce))) throw authenticationFailed('oauth_request_replayed')
}
