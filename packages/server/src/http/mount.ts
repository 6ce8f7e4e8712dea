import type { Operation } from '@muster/contract/operation.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Caller } from '../core/kernel/caller.ts'
import { DomainError, domainError, isDomainError } from '../core/kernel/domain-error.ts'
import type { Core } from '../core/kernel/executor.ts'
import {
  type ApiDefinition,
  BadRequest,
  type HttpError,
  HttpFault,
  type HttpResponse,
  type RequestContext,
} from './api.ts'
import { methodsFinder, pathOf, unrouted } from './api-routing.ts'
import { acceptsEmpty, answerCheck, bodyCheck } from './check.ts'
import { checkAddress } from './check-address.ts'
import { codingFor, compressed, isCompressible } from './compress.ts'
import { refuseEncodedBody } from './content-encodings.ts'
import { crossOriginHeaders, preflight } from './cross-origin.ts'
import { isNotModified, withEntityTag } from './entity-tags.ts'
import { faultAnswer } from './http-error-responses.ts'
import { readForm } from './read-form.ts'
import { readJson } from './read-json.ts'
import { requestContextOf } from './request-context.ts'
import { isRendered, sendPlain } from './send.ts'
import { answerStream, drain, incoming } from './streams.ts'
import { addVary } from './vary.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    /** Where clients reach the server. */
    base: string
    /** The well-formed `X-Request-Id` that came with the request; the id else. */
    shownId: string
    /** The address of the client, as far as trusted proxies give it; that of the peer else. */
    clientAddress: string
  }
  interface FastifyContextConfig {
    /** What is made of a body; absent: what the face makes of it. */
    body?: 'form' | 'unread' | 'stream'
    /** Answers without a proof of who asks. */
    open?: boolean
  }
}

export type MountOptions = {
  readonly core: Core
  /** Fails a request whose answer breaks its promise: tests turn it on. */
  readonly checkAnswers?: boolean
  /** Whether answers are compressed for clients that accept it. */
  readonly compression?: boolean
}

/** Bytes of a body that needs no proof of who sends it: two passwords of full length and a name fit. */
const openBodyLimit = 16_384

const form = 'application/x-www-form-urlencoded'

const asForm = ({ status, headers, body }: HttpResponse): HttpResponse => ({
  status,
  headers: { ...headers, 'content-type': form },
  body: new URLSearchParams(body as Readonly<Record<string, string>>).toString(),
})

const noHost = new HttpFault({
  status: 400,
  code: 'host_missing',
  why: 'A request of HTTP/1.1 must have a Host header.',
})

/** Puts a face under its prefix, with its own words for every fault below it. */
export const mount = (
  app: FastifyInstance,
  api: ApiDefinition,
  { core, checkAnswers = false, compression = false }: MountOptions,
): void => {
  const renderHttpError = (fault: HttpError, request: FastifyRequest, reply: FastifyReply) =>
    sendPlain(reply, faultAnswer(api, fault, request))
  const methodsOf = new Map<string, Set<string>>()
  const methodsAt = methodsFinder(methodsOf, api.prefix)
  app.mounted.set(api.prefix, { face: api, methodsAt })
  const closing = new AbortController()
  app.addHook('preClose', (done) => {
    closing.abort()
    done()
  })
  app.register(
    async (room) => {
      room.addHook('onRequest', (request, reply, done) => {
        reply.headers(api.headers(request))
        if (api.crossOrigins) {
          reply.headers(crossOriginHeaders(api.crossOrigins, request))
          // A preflight has no proof of who asks, and is not counted as a request without one.
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
        // Most callers are remembered: waiting for a promise would cost a turn of the event loop's line.
        if (caller instanceof Promise) caller.then(known, unknown)
        else known(caller)
      })

      room.addHook('preParsing', refuseEncodedBody)
      room.removeAllContentTypeParsers()
      const readBody = api.readBody ?? readJson
      const readerOf = ({ routeOptions }: FastifyRequest): NonNullable<ApiDefinition['readBody']> => {
        const how = routeOptions.config.body
        return how === 'form' ? readForm : how === 'unread' ? () => undefined : readBody
      }
      room.addContentTypeParser(
        '*',
        { parseAs: 'buffer', bodyLimit: api.bodyLimit },
        async (request: FastifyRequest, bytes: Buffer) =>
          bytes.length === 0 ? undefined : readerOf(request)(bytes, request.headers['content-type'], request),
      )

      room.setErrorHandler((error, request, reply) => {
        if (error instanceof DomainError) return sendPlain(reply, api.toErrorResponse(error, request))
        if (error instanceof HttpFault) {
          reply.raw.once('finish', () => drain(request))
          return renderHttpError(error.fault, request, reply)
        }
        if (error instanceof BadRequest)
          return renderHttpError(
            {
              kind: 'unreadable',
              why: error.message,
              wrongs: error.wrongs,
              ...(error.field === undefined ? {} : { field: error.field }),
            },
            request,
            reply,
          )
        const { statusCode = 500, message } = error as { statusCode?: number; message: string }
        if (statusCode === 413) {
          // Whoever still sends when its connection is closed may never read the answer.
          reply.removeHeader('connection')
          reply.raw.once('finish', () => drain(request))
          return renderHttpError({ kind: 'too_large' }, request, reply)
        }
        if (statusCode >= 400 && statusCode < 500)
          return renderHttpError({ kind: 'unreadable', why: message, wrongs: [] }, request, reply)
        app.log.error({ err: error, reqId: request.id }, 'a request crashed')
        return renderHttpError({ kind: 'crashed' }, request, reply)
      })
      // The handler of the server itself answers for addresses without a prefix.
      if (api.prefix !== '')
        room.setNotFoundHandler((request, reply) =>
          renderHttpError(unrouted(methodsAt(pathOf(request.url))), request, reply),
        )

      const heads = new Set(
        Object.values(api.contract).flatMap(({ method, path }) => (method === 'HEAD' ? [path] : [])),
      )
      for (const [name, operation] of Object.entries(api.contract)) {
        const handler = api.handlers[name]
        if (!handler) throw new Error(`${api.name}: no handler for ${name}`)
        const url = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
        const methods = methodsOf.get(url) ?? new Set()
        methodsOf.set(url, methods.add(operation.method))
        const put = (into: FastifyInstance) =>
          route(into, url, name, operation, !heads.has(operation.path), handler as never)
        if (operation.takesStream) room.register(async (inner) => put(unreadBodies(inner)))
        else put(room)
      }
      for (const [url, methods] of methodsOf) {
        if (methods.has('GET')) methods.add('HEAD')
        methods.add('OPTIONS')
        const allowed = [...methods].sort()
        room.route({
          method: 'OPTIONS',
          url,
          handler: async (_request, reply) =>
            sendPlain(reply, { status: 200, headers: { allow: allowed.join(', ') } }),
        })
        const others = (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as HTTPMethods[]).filter(
          (method) => !methods.has(method as string),
        )
        if (others.length > 0)
          room.route({
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
    room: FastifyInstance,
    url: string,
    name: string,
    operation: Operation,
    answersHead: boolean,
    handler: (ask: unknown, context: RequestContext) => Promise<HttpResponse>,
  ) => {
    const checkBody = bodyCheck(operation)
    const checkAnswer = checkAnswers ? answerCheck(`${api.name}.${name}`, operation) : undefined
    const compressible = compression && isCompressible(operation)
    const known = new Set(operation.query)
    const streams = operation.takesStream !== undefined || operation.answersStream !== undefined
    room.route({
      method: operation.method as HTTPMethods,
      url,
      ...(operation.open ? { bodyLimit: Math.min(openBodyLimit, api.bodyLimit) } : {}),
      exposeHeadRoute: operation.method === 'GET' && answersHead,
      config: {
        open: operation.open === true,
        ...(operation.form === 'body' ? { body: 'form' as const } : {}),
        ...(operation.takesStream ? { body: 'stream' as const } : {}),
      },
      ...(api.authenticateBeforeBody && !operation.open ? { onRequest: proven } : {}),
      handler: async (request, reply) => {
        const ask = request.query as Record<string, unknown>
        checkAddress(request.url)
        if (operation.strictQuery)
          for (const key of Object.keys(ask))
            if (!known.has(key))
              throw new BadRequest(`Unknown query parameter: ${key}.`, key, [
                { parameter: key, detail: 'is no parameter of this' },
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
            throw new Error(`${name} never promised ${answer.status}`)
          const failed = (error: unknown) =>
            isDomainError(error, 'unavailable')
              ? app.log.warn({ failure: error.message, reqId: request.id }, 'a stream broke off')
              : app.log.error({ err: error, reqId: request.id }, 'a stream broke off')
          const text = answer.body as AsyncIterable<string>
          reply.code(answer.status).headers({ 'content-type': answersStream[0], ...answer.headers })
          // HEAD learns what GET would do, without its work.
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

/** Routes put there get their bodies as they come, and hear what is answered before the end of them. */
const unreadBodies = (room: FastifyInstance): FastifyInstance => {
  room.removeAllContentTypeParsers()
  room.addContentTypeParser('*', (_request: FastifyRequest, _payload: unknown, done: (error: null) => void) =>
    done(null),
  )
  room.addHook('onResponse', (request, _reply, done) => {
    drain(request)
    done()
  })
  return room
}

const proven = ({ caller }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) =>
  done(
    caller.kind === 'anonymous'
      ? domainError(
          'unauthenticated',
          'authentication_required',
          'The request you have made requires authentication.',
        )
      : undefined,
  )
