import type { FastifyRequest } from 'fastify'

const answer = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'

/**
 * Ends the connection of a client whose body takes longer to come (milliseconds): such clients could hold all there
 * are. Bodies that are handed on as they come may take as long as they need.
 */
export const endSlowBody = ({ headers, raw, routeOptions }: FastifyRequest, patience: number): void => {
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
  if (routeOptions.config.body === 'stream') return
  const clock = setTimeout(() => {
    // Requests that are injected, which no connection brought, say nothing of it.
    if (raw.complete !== false) return
    raw.socket.end(answer)
    raw.socket.destroySoon()
  }, patience)
  clock.unref()
  raw.once('close', () => clearTimeout(clock))
}
