import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../core/kernel/caller.ts'
import { domainError } from '../core/kernel/domain-error.ts'
import { type Api, HttpProtocolError } from './api.ts'
import { pathOf } from './api-routing.ts'
import { crossOriginHeaders, preflight } from './cross-origin.ts'
import { sendPlain } from './send.ts'

const noHost = new HttpProtocolError({
  status: 400,
  code: 'host_missing',
  why: 'An HTTP/1.1 request must have a Host header.',
})

/** Before every request of an API: response headers, preflight, authentication and rate limits. */
export const installRequestHooks = (
  scope: FastifyInstance,
  api: Api,
  methodsAt: (path: string) => readonly string[],
): void => {
  scope.addHook('onRequest', (request, reply, done) => {
    reply.headers(api.headers(request))
    if (api.crossOrigins) {
      reply.headers(crossOriginHeaders(api.crossOrigins, request))
      // A preflight has no credentials, and does not count as an unauthenticated request.
      const response = preflight(api.crossOrigins, request, methodsAt(pathOf(request.url)))
      if (response) return sendPlain(reply, response)
    }
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') return done(noHost)
    const countRequest = () =>
      api.isCounted?.(request.headers) === false
        ? undefined
        : api.limits?.(request, (headers) => void reply.headers(headers))
    const authenticated = (caller: Caller) => {
      request.caller = caller
      done(countRequest())
    }
    const rejected = (thrown: Error) => done(countRequest() ?? thrown)
    let caller: Caller | Promise<Caller>
    try {
      caller = api.authenticate(request)
    } catch (thrown) {
      return rejected(thrown as Error)
    }
    // Most callers are cached: awaiting a promise would delay the request by a turn of the event loop.
    if (caller instanceof Promise) caller.then(authenticated, rejected)
    else authenticated(caller)
  })
}

export const requireAuthenticated = (
  { caller }: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
) =>
  done(
    caller.kind === 'anonymous'
      ? domainError(
          'unauthenticated',
          'authentication_required',
          'The request you have made requires authentication.',
        )
      : undefined,
  )
