import type { Operation } from '@muster/contract/operation.ts'
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import { isDomainError } from '../core/kernel/domain-error.ts'
import type { HttpResponse } from './api.ts'
import { codingFor, compressed } from './compress.ts'
import { isNotModified, withEntityTag } from './entity-tags.ts'
import { sendPlain } from './send.ts'
import { streamResponse } from './streams.ts'
import { addVary } from './vary.ts'

/** A form, in which colons of times stay readable: some clients of Keystone do not decode the values. */
const asForm = ({ status, headers, body }: HttpResponse): HttpResponse => ({
  status,
  headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(body as Readonly<Record<string, string>>).toString().replaceAll('%3A', ':'),
})

/** Sends the response of a handler: with its entity tag, as 304, or compressed. */
export const sendResponse = async (
  request: FastifyRequest,
  reply: FastifyReply,
  response: HttpResponse,
  operation: Operation,
  compressible: boolean,
): Promise<FastifyReply> => {
  const { method, headers } = request
  const complete = withEntityTag(operation.form === 'response' ? asForm(response) : response, operation)
  const reads = method === 'GET' || method === 'HEAD'
  if (compressible) addVary(reply, 'Accept-Encoding')
  if (reads && complete.status === 200 && isNotModified(headers['if-none-match'], complete.headers?.['etag']))
    return sendPlain(reply, { status: 304, headers: { ...complete.headers } })
  const coding = compressible && method !== 'HEAD' && codingFor(headers['accept-encoding'])
  return sendPlain(reply, coding ? await compressed(complete, coding) : complete)
}

/** Sends a streamed response; `waiting`: see `answerStream`. */
export const sendStream = (
  request: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body }: HttpResponse,
  {
    type,
    waiting,
    log,
  }: { readonly type: string | undefined; readonly waiting: boolean; readonly log: FastifyBaseLogger },
): FastifyReply => {
  const failed = (error: unknown) =>
    isDomainError(error, 'unavailable')
      ? log.warn(
          { component: 'http', err: { message: error.message }, request_id: request.id },
          'response stream failed',
        )
      : log.error({ component: 'http', err: error, request_id: request.id }, 'response stream failed')
  reply.code(status).headers({ 'content-type': type, ...headers })
  // HEAD gets the headers of GET without its work.
  if (request.method === 'HEAD') return reply.send('')
  return reply.send(streamResponse(body as AsyncIterable<string>, { waiting, failed }))
}
