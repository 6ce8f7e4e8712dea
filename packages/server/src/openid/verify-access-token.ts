import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Claims } from '../core/access/federation/sign-in/openid-clients.ts'
import { notAccepted } from './provider-errors.ts'

/** Asymmetric signatures only: with a symmetric one, the secret of the client would be a signing key. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

const accessTokenTypes = ['at+jwt', 'application/at+jwt']

/** Seconds that the clocks of the provider and this server may differ. */
const clockTolerance = 30

/** An ID token is for the client, not for an API. Keycloak names the type of a token in its claim `typ`. */
const isIdToken = (claims: JWTPayload): boolean =>
  ['nonce', 'at_hash', 'c_hash'].some((name) => claims[name] !== undefined) ||
  (claims['typ'] !== undefined && claims['typ'] !== 'Bearer')

export type AccessTokenRules = {
  readonly keys: JWTVerifyGetKey
  readonly issuer: string
  readonly audience: string
  /** Unix milliseconds. */
  readonly at: number
}

/** Verifies an access token that is a JWT (RFC 9068). Keys come from the provider only, never from the token. */
export const verifyAccessToken = async (
  token: string,
  { keys, issuer, audience, at }: AccessTokenRules,
): Promise<Claims> => {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer,
    audience,
    algorithms,
    clockTolerance,
    currentDate: new Date(at),
    requiredClaims: ['exp', 'sub'],
  })
  const { typ = 'JWT' } = protectedHeader
  if (!accessTokenTypes.includes(typ.toLowerCase()) && (typ.toUpperCase() !== 'JWT' || isIdToken(payload)))
    throw notAccepted()
  return payload
}
