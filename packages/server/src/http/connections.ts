import type { FastifyInstance, FastifyRequest } from 'fastify'

type Server = FastifyInstance['server']
type Socket = FastifyRequest['raw']['socket']

export type Connections = {
  /** Closes every connection without a request in progress. */
  readonly closeIdle: () => void
}

/**
 * Tracks connections with a request in progress. Node does not count a connection without any data or with an
 * incomplete request header as idle, and closes it only after its timeout.
 */
export const watchConnections = (server: Server): Connections => {
  const waiting = new Map<Socket, number>()
  server.on('connection', (socket: Socket) => {
    waiting.set(socket, 0)
    socket.once('close', () => waiting.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    waiting.set(socket, (waiting.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const before = waiting.get(socket)
      if (before !== undefined) waiting.set(socket, before - 1)
    })
  })
  return {
    closeIdle() {
      for (const [socket, responses] of waiting) if (responses === 0) socket.destroySoon()
    },
  }
}
