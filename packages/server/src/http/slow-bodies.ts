import type { FastifyRequest } from 'fastify'

/**
 * Ends the connection of a client whose body takes longer to come (milliseconds): such clients could hold all there
 * are. Bodies that are handed on as they come may take as long as they need.
 */
export const abortSlowBody = (request: FastifyRequest, patience: number, end: () => void): void => {
  const { headers, raw, routeOptions } = request
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
  if (routeOptions.config.body === 'stream') return
  const clock = setTimeout(() => {
    // Requests that are injected, which no connection brought, say nothing of it.
    if (raw.complete !== false) return
    end()
  }, patience)
  clock.unref()
  raw.once('close', () => clearTimeout(clock))
}
