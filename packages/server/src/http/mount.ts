import type { Operation } from '@muster/contract/operation.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Caller } from '../core/kernel/caller.ts'
import { DomainError, domainError, isDomainError } from '../core/kernel/domain-error.ts'
import type { Core } from '../core/kernel/executor.ts'
import {
  type Api,
  BadRequest,
  type HttpError,
  HttpProtocolError,
  type HttpResponse,
  type UntypedHandler,
  type UntypedRequest,
} from './api.ts'
import { methodsFinder, pathOf, unrouted } from './api-routing.ts'
import { acceptsEmpty, answerCheck, bodyCheck } from './check.ts'
import { checkAddress } from './check-address.ts'
import { codingFor, compressed, isCompressible } from './compress.ts'
import { rejectEncodedBody } from './content-encodings.ts'
import { crossOriginHeaders, preflight } from './cross-origin.ts'
import { isNotModified, withEntityTag } from './entity-tags.ts'
import { errorResponse } from './http-error-responses.ts'
import { readForm } from './read-form.ts'
import { readJson } from './read-json.ts'
import { requestContextOf } from './request-context.ts'
import { isRendered, sendPlain } from './send.ts'
import { answerStream, drain, incoming } from './streams.ts'
import { addVary } from './vary.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    /** The public URL of the server. */
    base: string
    /** The `X-Request-Id` of the request if it is well-formed, otherwise the id. */
    shownId: string
    /** The client address from trusted proxies, otherwise the peer address. */
    clientAddress: string
  }
  interface FastifyContextConfig {
    /** How the body is read; absent: by the API's `readBody`. */
    body?: 'form' | 'unread' | 'stream'
    /** Public: needs no authentication. */
    open?: boolean
  }
}

export type MountOptions = {
  readonly core: Core
  /** Fails requests whose response violates the contract; for tests. */
  readonly checkAnswers?: boolean
  /** Whether responses are compressed for clients that accept it. */
  readonly compression?: boolean
}

/** Maximum body size of public operations in bytes: enough for two passwords of maximum length and a name. */
const openBodyLimit = 16_384

const form = 'application/x-www-form-urlencoded'

const asForm = ({ status, headers, body }: HttpResponse): HttpResponse => ({
  status,
  headers: { ...headers, 'content-type': form },
  body: new URLSearchParams(body as Readonly<Record<string, string>>).toString(),
})

const noHost = new HttpProtocolError({
  status: 400,
  code: 'host_missing',
  why: 'An HTTP/1.1 request must have a Host header.',
})

/** Mounts an API under its prefix, with its error format for all errors below it. */
export const mount = (
  app: FastifyInstance,
  api: Api,
  { core, checkAnswers = false, compression = false }: MountOptions,
): void => {
  const renderHttpError = (fault: HttpError, request: FastifyRequest, reply: FastifyReply) =>
    sendPlain(reply, errorResponse(api, fault, request))
  const methodsOf = new Map<string, Set<string>>()
  const methodsAt = methodsFinder(methodsOf, api.prefix)
  app.mounted.set(api.prefix, { face: api, methodsAt })
  const closing = new AbortController()
  app.addHook('preClose', (done) => {
    closing.abort()
    done()
  })
  app.register(
    async (scope) => {
      scope.addHook('onRequest', (request, reply, done) => {
        reply.headers(api.headers(request))
        if (api.crossOrigins) {
          reply.headers(crossOriginHeaders(api.crossOrigins, request))
          // A preflight has no credentials, and does not count as an unauthenticated request.
          const answer = preflight(api.crossOrigins, request, methodsAt(pathOf(request.url)))
          if (answer) return sendPlain(reply, answer)
        }
        if (request.headers.host === undefined && request.raw.httpVersion === '1.1') return done(noHost)
        const counted = () => api.limits?.(request, (headers) => void reply.headers(headers))
        const known = (found: Caller) => {
          request.caller = found
          done(counted())
        }
        const unknown = (thrown: Error) => done(counted() ?? thrown)
        let caller: Caller | Promise<Caller>
        try {
          caller = api.authenticate(request)
        } catch (thrown) {
          return unknown(thrown as Error)
        }
        // Most callers are cached: awaiting a promise would delay the request by a turn of the event loop.
        if (caller instanceof Promise) caller.then(known, unknown)
        else known(caller)
      })

      scope.addHook('preParsing', rejectEncodedBody)
      scope.removeAllContentTypeParsers()
      const readBody = api.readBody ?? readJson
      const readerOf = ({ routeOptions }: FastifyRequest): NonNullable<Api['readBody']> => {
        const how = routeOptions.config.body
        return how === 'form' ? readForm : how === 'unread' ? () => undefined : readBody
      }
      scope.addContentTypeParser(
        '*',
        { parseAs: 'buffer', bodyLimit: api.bodyLimit },
        async (request: FastifyRequest, bytes: Buffer) =>
          bytes.length === 0 ? undefined : readerOf(request)(bytes, request.headers['content-type'], request),
      )

      scope.setErrorHandler((error, request, reply) => {
        if (error instanceof DomainError) return sendPlain(reply, api.toErrorResponse(error, request))
        if (error instanceof HttpProtocolError) {
          reply.raw.once('finish', () => drain(request))
          return renderHttpError(error.fault, request, reply)
        }
        if (error instanceof BadRequest)
          return renderHttpError(
            {
              kind: 'unreadable',
              why: error.message,
              errors: error.errors,
              ...(error.field === undefined ? {} : { field: error.field }),
            },
            request,
            reply,
          )
        const { statusCode = 500, message } = error as { statusCode?: number; message: string }
        if (statusCode === 413) {
          // A client that is still sending when its connection closes may never read the response.
          reply.removeHeader('connection')
          reply.raw.once('finish', () => drain(request))
          return renderHttpError({ kind: 'too_large' }, request, reply)
        }
        if (statusCode >= 400 && statusCode < 500)
          return renderHttpError({ kind: 'unreadable', why: message, errors: [] }, request, reply)
        app.log.error({ err: error, reqId: request.id }, 'request failed with an internal error')
        return renderHttpError({ kind: 'crashed' }, request, reply)
      })
      // The server's own handler answers for URLs without a prefix.
      if (api.prefix !== '')
        scope.setNotFoundHandler((request, reply) =>
          renderHttpError(unrouted(methodsAt(pathOf(request.url))), request, reply),
        )

      const heads = new Set(
        api.operations.flatMap(({ operation: { method, path } }) => (method === 'HEAD' ? [path] : [])),
      )
      for (const { name, operation, handler } of api.operations) {
        const url = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
        const methods = methodsOf.get(url) ?? new Set()
        methodsOf.set(url, methods.add(operation.method))
        const put = (into: FastifyInstance) =>
          route(into, url, name, operation, !heads.has(operation.path), handler)
        if (operation.takesStream) scope.register(async (inner) => put(streamedBodies(inner)))
        else put(scope)
      }
      for (const [url, methods] of methodsOf) {
        if (methods.has('GET')) methods.add('HEAD')
        methods.add('OPTIONS')
        const allowed = [...methods].sort()
        scope.route({
          method: 'OPTIONS',
          url,
          handler: async (_request, reply) =>
            sendPlain(reply, { status: 200, headers: { allow: allowed.join(', ') } }),
        })
        const others = (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as HTTPMethods[]).filter(
          (method) => !methods.has(method as string),
        )
        if (others.length > 0)
          scope.route({
            method: others,
            url,
            config: { body: 'unread' },
            handler: async (request, reply) =>
              renderHttpError({ kind: 'wrong_method', allowed }, request, reply),
          })
      }
    },
    { prefix: api.prefix },
  )

  const route = (
    scope: FastifyInstance,
    url: string,
    name: string,
    operation: Operation,
    answersHead: boolean,
    handler: UntypedHandler,
  ) => {
    const checkBody = bodyCheck(operation)
    const checkAnswer = checkAnswers ? answerCheck(`${api.name}.${name}`, operation) : undefined
    const compressible = compression && isCompressible(operation)
    const known = new Set(operation.query)
    const streams = operation.takesStream !== undefined || operation.answersStream !== undefined
    scope.route({
      method: operation.method as HTTPMethods,
      url,
      ...(operation.open ? { bodyLimit: Math.min(openBodyLimit, api.bodyLimit) } : {}),
      exposeHeadRoute: operation.method === 'GET' && answersHead,
      config: {
        open: operation.open === true,
        ...(operation.form === 'body' ? { body: 'form' as const } : {}),
        ...(operation.takesStream ? { body: 'stream' as const } : {}),
      },
      ...(api.authenticateBeforeBody && !operation.open ? { onRequest: requireAuthenticated } : {}),
      handler: async (request, reply) => {
        const ask = request.query as UntypedRequest['query']
        checkAddress(request.url)
        if (operation.strictQuery)
          for (const key of Object.keys(ask))
            if (!known.has(key))
              throw new BadRequest(`Unknown query parameter: ${key}.`, key, [
                { parameter: key, detail: 'is an unknown parameter' },
              ])
        const given =
          request.body === undefined && operation.body && acceptsEmpty(operation.body) ? {} : request.body
        checkBody?.(given)
        const { takesStream, answersStream } = operation
        const body = takesStream ? incoming(request, reply, closing.signal) : given
        const answer = await handler(
          { params: request.params, query: ask, body },
          requestContextOf(api, core, request, reply, streams),
        )
        if (answersStream) {
          if (!(answer.status in operation.answers))
            throw new Error(`${name} has no status ${answer.status} in its contract`)
          const failed = (error: unknown) =>
            isDomainError(error, 'unavailable')
              ? app.log.warn({ failure: error.message, reqId: request.id }, 'response stream failed')
              : app.log.error({ err: error, reqId: request.id }, 'response stream failed')
          const text = answer.body as AsyncIterable<string>
          reply.code(answer.status).headers({ 'content-type': answersStream[0], ...answer.headers })
          // HEAD gets the headers of GET without its work.
          return reply.send(
            request.method === 'HEAD' ? '' : answerStream(text, { waiting: !takesStream, failed }),
          )
        }
        checkAnswer?.(
          answer.status,
          isRendered(answer.body) ? JSON.parse(Buffer.from(answer.body.rendered).toString()) : answer.body,
        )
        const plain = withEntityTag(operation.form === 'answer' ? asForm(answer) : answer, operation)
        const { etag } = plain.headers ?? {}
        const reads = request.method === 'GET' || request.method === 'HEAD'
        if (compressible) addVary(reply, 'Accept-Encoding')
        if (reads && plain.status === 200 && isNotModified(request.headers['if-none-match'], etag))
          return sendPlain(reply, { status: 304, headers: { ...plain.headers } })
        const coding =
          compressible && !(request.method === 'HEAD') && codingFor(request.headers['accept-encoding'])
        return sendPlain(reply, coding ? await compressed(plain, coding) : plain)
      },
    })
  }
}

/** A scope for routes with streamed bodies, whose clients can receive the response before they have sent everything. */
const streamedBodies = (scope: FastifyInstance): FastifyInstance => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    '*',
    (_request: FastifyRequest, _payload: unknown, done: (error: null) => void) => done(null),
  )
  scope.addHook('onResponse', (request, _reply, done) => {
    drain(request)
    done()
  })
  return scope
}

const requireAuthenticated = (
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
