import type { FastifyReply } from 'fastify'

/** Adds a request header to `Vary`. */
export const addVary = (reply: FastifyReply, name: string): void => {
  const before = reply.getHeader('vary')
  reply.header('vary', before === undefined ? name : `${before}, ${name}`)
}
