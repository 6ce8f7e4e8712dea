import { isIP, isIPv6 } from 'node:net'

const forms = [
  /** `203.0.113.8:50001` */
  /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/,
  /** `[2001:db8::1]:443`, `[2001:db8::1]` */
  /^\[([^\]]+)\](?::\d{1,5})?$/,
]

/**
 * The address of a header value in canonical form: without port, brackets, quotes and zone, and with IPv4-mapped IPv6
 * addresses as IPv4. Undefined if it is not an address (`unknown`, `_hidden`, a name).
 */
export const readAddress = (text: string): string | undefined => {
  const bare = text.trim().replace(/^"(.*)"$/, '$1')
  const [, inner = bare] = forms.map((form) => form.exec(bare)).find((found) => found !== null) ?? []
  const address = inner.replace(/%.*$/, '')
  if (!isIPv6(address)) return isIP(address) === 0 ? undefined : address
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? []
  if (high === undefined || low === undefined) return canonical
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}

/** Maximum number of X-Forwarded-For entries that are read, from the right; longer than any chain of proxies. */
const maxHops = 32

/**
 * The client address: the peer address, unless the peer is a trusted proxy. Then X-Forwarded-For is read from the
 * right, skipping further trusted proxies. At an entry that is not an address, the proxy that sent it counts as the
 * client.
 */
export const clientAddress = (
  peer: string | undefined,
  forwardedFor: string | readonly string[] | undefined,
  isTrusted: (address: string) => boolean,
): string => {
  let found = readAddress(peer ?? '') ?? ''
  if (forwardedFor === undefined || !isTrusted(found)) return found
  const hops = String(forwardedFor).split(',').slice(-maxHops)
  for (const hop of hops.reverse()) {
    const address = readAddress(hop)
    if (address === undefined) return found
    found = address
    if (!isTrusted(found)) return found
  }
  return found
}
