import type { PreSerialized } from '@muster/contract/operation.ts'
import type { FastifyReply } from 'fastify'
import type { HttpResponse } from './api.ts'

export const isRendered = (body: unknown): body is PreSerialized =>
  typeof body === 'object' && body !== null && 'rendered' in body && body.rendered instanceof Uint8Array

/** The serialized body; the response must have one. */
export const bodyBytes = ({ body }: HttpResponse): Uint8Array =>
  isRendered(body) ? body.rendered : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))

/** The media type of responses that set none. */
export const defaultContentType = 'application/json'

export const sendPlain = (reply: FastifyReply, { status, headers, body }: HttpResponse): FastifyReply => {
  reply.code(status)
  if (headers) reply.headers(headers)
  if (body === undefined) return reply.send()
  if (!reply.hasHeader('content-type')) reply.header('content-type', defaultContentType)
  if (isRendered(body)) return reply.send(body.rendered)
  return reply.send(typeof body === 'string' ? body : JSON.stringify(body))
}
