import type { FastifyRequest } from 'fastify'

/** Milliseconds that a body may take to come, unless it is handed on as it comes. */
const patience = 60_000

const answer = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'

/** Ends the connection of a client that sends its body too slowly: such clients could hold all there are. */
export const endSlowBody = ({ headers, raw, routeOptions }: FastifyRequest): void => {
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
  if (routeOptions.config.body === 'stream') return
  const clock = setTimeout(() => {
    if (raw.complete) return
    raw.socket.end(answer)
    raw.socket.destroySoon()
  }, patience)
  clock.unref()
  raw.once('close', () => clearTimeout(clock))
}
