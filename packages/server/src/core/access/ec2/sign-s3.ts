import { fromBase64, toBase64, toHex } from '../../kernel/encodings.ts'
import type { Digests } from '../../kernel/ports.ts'
import { algorithm, signingKey } from './signature-v4.ts'
import type { Signed } from './signed-request.ts'

const services = new Set(['s3', 'iam', 'sts'])

/**
 * The expected signature of an object store's string to sign, given in base64 (keystone.md section 17.2). Undefined for
 * text that is not a string to sign.
 */
export const signS3 = (token: string, secret: string, digests: Digests): Signed | undefined => {
  const bytes = fromBase64(token)
  if (!bytes) return undefined
  const text = new TextDecoder('latin1').decode(bytes)
  return text.startsWith('AWS4')
    ? version4(bytes, text, secret, digests)
    : version1(bytes, text, secret, digests)
}

const version4 = (bytes: Uint8Array, text: string, secret: string, digests: Digests): Signed | undefined => {
  const [first, time, scope = '', hash, ...more] = text.split('\n')
  const [date, region, service, terminal, ...rest] = scope.split('/')
  if (first !== algorithm || time === undefined || hash === undefined || more.length > 0 || rest.length > 0)
    return undefined
  if (
    !date ||
    region === undefined ||
    service === undefined ||
    !services.has(service) ||
    terminal !== 'aws4_request'
  )
    return undefined
  if (!time.startsWith(date)) return undefined
  return {
    signature: toHex(digests.hmacSha256(signingKey(secret, [date, region, service], digests), bytes)),
    time,
  }
}

/**
 * The fourth line is the date; it is empty when the header `x-amz-date` below carries the date, and the expiry in unix
 * seconds for a presigned URL, which carries no signing time.
 */
const version1 = (bytes: Uint8Array, text: string, secret: string, { hmacSha1 }: Digests): Signed => {
  const [, , , fourth = '', ...more] = text.split('\n')
  const header = more.find((line) => line.startsWith('x-amz-date:'))?.slice('x-amz-date:'.length)
  const time = (header ?? fourth).trim()
  const presigned = /^\d+$/.test(time)
  return {
    signature: toBase64(hmacSha1(secret, bytes)),
    time: time === '' || presigned ? undefined : time,
    ends: presigned ? time : undefined,
  }
}
