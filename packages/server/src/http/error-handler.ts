import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../core/kernel/domain-error.ts'
import { type Api, BadRequest, type HttpError, HttpProtocolError } from './api.ts'
import { errorResponse } from './http-error-responses.ts'
import { sendPlain } from './send.ts'
import { drain } from './streams.ts'

/** Sends an error of HTTP itself in the format of the API. */
export const renderHttpError = (
  api: Api,
  error: HttpError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => sendPlain(reply, errorResponse(api, error, request))

/** The HTTP error of an exception that is no `DomainError`. */
const httpErrorOf = (error: unknown): HttpError => {
  if (error instanceof HttpProtocolError) return error.httpError
  if (error instanceof BadRequest) {
    const { message, field, errors } = error
    return { kind: 'bad_request', why: message, errors, ...(field === undefined ? {} : { field }) }
  }
  const { statusCode = 500, message } = error as { statusCode?: number; message: string }
  if (statusCode === 413) return { kind: 'too_large' }
  if (statusCode >= 400 && statusCode < 500) return { kind: 'bad_request', why: message, errors: [] }
  return { kind: 'internal_error' }
}

/** Renders every error below an API in its format; logs exceptions that are bugs. */
export const installErrorHandler = (scope: FastifyInstance, api: Api, log: FastifyBaseLogger): void => {
  scope.setErrorHandler((error, request, reply) => {
    if (error instanceof DomainError) return sendPlain(reply, api.toErrorResponse(error, request))
    const httpError = httpErrorOf(error)
    if (httpError.kind === 'internal_error')
      log.error(
        { component: 'http', err: error, request_id: request.id },
        'request failed with an internal error',
      )
    // A client that is still sending when its connection closes may never read the response.
    if (httpError.kind === 'too_large') reply.removeHeader('connection')
    if (httpError.kind === 'too_large' || httpError.kind === 'http')
      reply.raw.once('finish', () => drain(request))
    return renderHttpError(api, httpError, request, reply)
  })
}
