import type { FastifyRequest } from 'fastify'
import { readAddress } from './client-address.ts'

/** Headers that proxies add: a request with one of these is not local. */
const forwarding =
  /^(?:forwarded|via|x-forwarded|x-forwarded-.*|x-original-.*|x-real-ip|x-client-ip|x-cluster-client-ip|x-proxyuser-ip|x-envoy-.*|true-client-ip|cf-.*|fastly-.*|x-azure-.*|x-appengine-.*|x-arr-.*|client-ip)$/

const localHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

/**
 * Whether a request comes from this machine and was not forwarded by a local proxy: from a loopback address, to a
 * loopback address, and without a proxy header. Forwarded requests are never local, even from trusted proxies. HTTP/1.0
 * is excluded because nginx uses it by default without adding a header.
 */
export const isLocal = ({ headers, raw, socket }: Pick<FastifyRequest, 'headers' | 'raw' | 'socket'>) => {
  const peer = readAddress(socket.remoteAddress ?? '') ?? ''
  if (!/^127\.|^::1$/.test(peer) || raw.httpVersion === '1.0') return false
  return localHost.test(headers.host ?? '') && !Object.keys(headers).some((name) => forwarding.test(name))
}
