import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ListenAddress } from './listen-address.ts'

export type MetricsServer = {
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  /** The port once the server listens. */
  readonly port: () => number
}

/** A server for `GET /metrics` only, on a separate address. */
export const metricsServer = (
  address: ListenAddress,
  metrics: { readonly type: string; readonly text: () => Promise<string> },
): MetricsServer => {
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    request.resume()
    const found = /^\/metrics\/?(?:\?|$)/.test(request.url ?? '')
    const known = request.method === 'GET' || request.method === 'HEAD'
    const end = (status: number, type: string, text: string) =>
      response
        .writeHead(status, {
          'content-type': type,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
        })
        .end(text)
    if (!found || !known) return end(found ? 405 : 404, 'text/plain', found ? 'Use GET.' : 'See /metrics.')
    return metrics.text().then(
      (text) => end(200, metrics.type, text),
      () => end(500, 'text/plain', 'The metrics could not be collected.'),
    )
  })
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(address, () => resolve())
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    port: () => (server.address() as AddressInfo).port,
  }
}
