import type { FastifyInstance, FastifyRequest } from 'fastify'

type Server = FastifyInstance['server']
type Socket = FastifyRequest['raw']['socket']

export type Connections = {
  /** Closes every connection on which no whole request has arrived that still waits for its answer. */
  readonly closeIdle: () => void
}

/**
 * Knows which connections wait for an answer. Node counts neither a connection on which nothing has ever arrived nor
 * one with half a request header as idle, and so never closes them before their time is over.
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
      for (const [socket, answers] of waiting) if (answers === 0) socket.destroySoon()
    },
  }
}
