import type { FastifyRequest } from 'fastify'
import { readAddress } from './client-address.ts'

/** Headers by which proxies say for whom they ask: one of these, and the request came from elsewhere. */
const forwarding =
  /^(?:forwarded|via|x-forwarded|x-forwarded-.*|x-original-.*|x-real-ip|x-client-ip|x-cluster-client-ip|x-proxyuser-ip|x-envoy-.*|true-client-ip|cf-.*|fastly-.*|x-azure-.*|x-appengine-.*|x-arr-.*|client-ip)$/

const localHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

/**
 * Whether a request was made on this machine, and not by a proxy on this machine for a client elsewhere: from a
 * loopback address, to a loopback address, and without a header that a proxy adds. Trusted proxies make no difference:
 * what they forward is never local. HTTP/1.0 is what nginx speaks by default, without adding any header.
 */
export const isLocal = ({ headers, raw, socket }: Pick<FastifyRequest, 'headers' | 'raw' | 'socket'>) => {
  const peer = readAddress(socket.remoteAddress ?? '') ?? ''
  if (!/^127\.|^::1$/.test(peer) || raw.httpVersion === '1.0') return false
  return localHost.test(headers.host ?? '') && !Object.keys(headers).some((name) => forwarding.test(name))
}
