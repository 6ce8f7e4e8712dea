import type { FastifyRequest } from 'fastify'

/**
 * Ends the connection of a client whose body takes longer than `timeLimit` milliseconds, because slow clients could
 * exhaust all connections. Streamed bodies have no limit.
 */
export const abortSlowBody = (request: FastifyRequest, timeLimit: number, end: () => void): void => {
  const { headers, raw, routeOptions } = request
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
  if (routeOptions.config.body === 'stream') return
  const clock = setTimeout(() => {
    // Injected requests, which have no connection, do not set it.
    if (raw.complete !== false) return
    end()
  }, timeLimit)
  clock.unref()
  raw.once('close', () => clearTimeout(clock))
}
