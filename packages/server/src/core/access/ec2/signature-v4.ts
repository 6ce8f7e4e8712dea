import { toHex } from '../../kernel/encodings.ts'
import type { Digests } from '../../kernel/ports.ts'
import { canonicalQuery } from './canonical-query.ts'
import type { Ec2Request, Signer } from './signed-request.ts'

export const algorithm = 'AWS4-HMAC-SHA256'

/** The derived key of one day, region and service. */
export const signingKey = (
  secret: string,
  [date, region, service]: readonly [string, string, string],
  { hmacSha256 }: Digests,
) =>
  [date, region, service, 'aws4_request'].reduce<Uint8Array | string>(
    (key, part) => hmacSha256(key, part),
    `AWS4${secret}`,
  )

const normalizeHeaders = (headers: Ec2Request['headers']) =>
  new Map(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase().trim(),
      value.trim().replaceAll(/ +/g, ' '),
    ]),
  )

/** `Credential` and `SignedHeaders`, from the header `Authorization` or from the query of a presigned URL. */
const authParts = (authorization: string | undefined, params: Ec2Request['params']) => {
  const part = (name: string) =>
    authorization === undefined
      ? params[`X-Amz-${name}`]
      : new RegExp(`(?:^|[\\s,])${name}=([^,]*)`).exec(authorization)?.[1]?.trim()
  return { credential: part('Credential'), signedHeaders: part('SignedHeaders') }
}

/** Whether the request is signed with version 4; such requests carry no `SignatureVersion`. */
export const isVersion4 = ({ headers, params }: Ec2Request): boolean => {
  const authorization = normalizeHeaders(headers).get('authorization')
  return authorization === undefined
    ? params['X-Amz-Algorithm'] === algorithm
    : authorization.startsWith(algorithm)
}

/** Signature version 4. Undefined unless the date of the request is the date of the credential scope. */
export const version4: Signer<Ec2Request> = ({ verb, path, params, headers, bodyHash }, secret, digests) => {
  const normalizedHeaders = normalizeHeaders(headers)
  const { credential, signedHeaders } = authParts(normalizedHeaders.get('authorization'), params)
  const time = normalizedHeaders.get('x-amz-date') ?? params['X-Amz-Date']
  const [, date, region, service, ...rest] = credential?.split('/') ?? []
  if (time === undefined || signedHeaders === undefined || !date || !region || !service) return undefined
  if (!time.startsWith(date)) return undefined
  // The parameters of a POST are its body, which the body hash covers.
  const query =
    verb.toUpperCase() === 'POST'
      ? ''
      : canonicalQuery(params, { without: 'X-Amz-Signature', sorted: 'encoded' })
  if (query === undefined) return undefined
  const lines = signedHeaders
    .split(';')
    .flatMap((name) => (normalizedHeaders.has(name) ? [`${name}:${normalizedHeaders.get(name)}`] : []))
  const request = [verb.toUpperCase(), path, query, `${lines.join('\n')}\n`, signedHeaders, bodyHash].join(
    '\n',
  )
  const scope = [date, region, service, ...rest].join('/')
  const text = [algorithm, time, scope, toHex(digests.sha256(request))].join('\n')
  return {
    signature: toHex(digests.hmacSha256(signingKey(secret, [date, region, service], digests), text)),
    time,
  }
}
