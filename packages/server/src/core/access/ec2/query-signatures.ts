import { toBase64 } from '../../kernel/encodings.ts'
import { canonicalQuery } from './canonical-query.ts'
import type { Ec2Request, Signer } from './signed-request.ts'

/** Version 0 signs the action and the time only. */
const version0: Signer<Ec2Request> = ({ params: { Action, Timestamp } }, secret, { hmacSha1 }) =>
  Action === undefined || Timestamp === undefined
    ? undefined
    : { signature: toBase64(hmacSha1(secret, Action + Timestamp)), time: Timestamp }

const times = ({ Timestamp, Expires }: Ec2Request['params']) => ({ time: Timestamp, ends: Expires })

/** Version 1 signs every parameter with its value, sorted by name ignoring case. */
const version1: Signer<Ec2Request> = ({ params }, secret, { hmacSha1 }) => {
  const folded = (name: string) => name.toLowerCase()
  const names = Object.keys(params)
    .filter((name) => name !== 'Signature')
    .sort((a, b) => (folded(a) < folded(b) ? -1 : folded(a) > folded(b) ? 1 : 0))
  const text = names.map((name) => name + params[name]).join('')
  return { signature: toBase64(hmacSha1(secret, text)), ...times(params) }
}

/** Version 2 signs verb, host, path and query, always with HMAC-SHA256: `SignatureMethod` is overwritten. */
const version2: Signer<Ec2Request> = ({ verb, host, path, params }, secret, { hmacSha256 }) => {
  const query = canonicalQuery(
    { ...params, SignatureMethod: 'HmacSHA256' },
    { without: 'Signature', sorted: 'plain' },
  )
  if (query === undefined) return undefined
  return { signature: toBase64(hmacSha256(secret, [verb, host, path, query].join('\n'))), ...times(params) }
}

/** By the value of `SignatureVersion`. */
export const queryVersions: Readonly<Record<string, Signer<Ec2Request>>> = {
  0: version0,
  1: version1,
  2: version2,
}
