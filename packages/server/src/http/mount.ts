import type { Operation } from '@muster/contract/operation.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import { isRefusal, Refusal, refuse } from '../core/refusal.ts'
import { acceptsEmpty, answerCheck, bodyCheck } from './check.ts'
import { checkAddress } from './check-address.ts'
import { codingFor, compressed, isCompressible } from './compress.ts'
import { refuseEncodedBody } from './content-encodings.ts'
import { crossOriginHeaders, preflight } from './cross-origin.ts'
import { isNotModified, withEntityTag } from './entity-tags.ts'
import { type Face, type Fault, HttpFault, type Plain, Unreadable, type Visit } from './face.ts'
import { methodsFinder, pathOf, unrouted } from './face-routing.ts'
import { faultAnswer } from './fault-answers.ts'
import { readForm } from './read-form.ts'
import { readJson } from './read-json.ts'
import { isRendered, sendPlain } from './send.ts'
import { answerStream, incoming, linger } from './streams.ts'
import { addVary } from './vary.ts'
import { visitOf } from './visit.ts'

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

const asForm = ({ status, headers, body }: Plain): Plain => ({
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
  face: Face,
  { core, checkAnswers = false, compression = false }: MountOptions,
): void => {
  const faulted = (fault: Fault, request: FastifyRequest, reply: FastifyReply) =>
    sendPlain(reply, faultAnswer(face, fault, request))
  const methodsOf = new Map<string, Set<string>>()
  const methodsAt = methodsFinder(methodsOf, face.prefix)
  app.mounted.set(face.prefix, { face, methodsAt })
  const closing = new AbortController()
  app.addHook('preClose', (done) => {
    closing.abort()
    done()
  })
  app.register(
    async (room) => {
      room.addHook('onRequest', (request, reply, done) => {
        reply.headers(face.headers(request))
        if (face.crossOrigins) {
          reply.headers(crossOriginHeaders(face.crossOrigins, request))
          // A preflight has no proof of who asks, and is not counted as a request without one.
          const answer = preflight(face.crossOrigins, request, methodsAt(pathOf(request.url)))
          if (answer) return sendPlain(reply, answer)
        }
        if (request.headers.host === undefined && request.raw.httpVersion === '1.1') return done(noHost)
        const counted = () => face.limits?.(request, (headers) => void reply.headers(headers))
        const known = (found: Caller) => {
          request.caller = found
          done(counted())
        }
        const unknown = (thrown: Error) => done(counted() ?? thrown)
        let caller: Caller | Promise<Caller>
        try {
          caller = face.authenticate(request)
        } catch (thrown) {
          return unknown(thrown as Error)
        }
        // Most callers are remembered: waiting for a promise would cost a turn of the event loop's line.
        if (caller instanceof Promise) caller.then(known, unknown)
        else known(caller)
      })

      room.addHook('preParsing', refuseEncodedBody)
      room.removeAllContentTypeParsers()
      const readBody = face.readBody ?? readJson
      const readerOf = ({ routeOptions }: FastifyRequest): NonNullable<Face['readBody']> => {
        const how = routeOptions.config.body
        return how === 'form' ? readForm : how === 'unread' ? () => undefined : readBody
      }
      room.addContentTypeParser(
        '*',
        { parseAs: 'buffer', bodyLimit: face.bodyLimit },
        async (request: FastifyRequest, bytes: Buffer) =>
          bytes.length === 0 ? undefined : readerOf(request)(bytes, request.headers['content-type'], request),
      )

      room.setErrorHandler((error, request, reply) => {
        if (error instanceof Refusal) return sendPlain(reply, face.refused(error, request))
        if (error instanceof HttpFault) {
          reply.raw.once('finish', () => linger(request))
          return faulted(error.fault, request, reply)
        }
        if (error instanceof Unreadable)
          return faulted(
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
          reply.raw.once('finish', () => linger(request))
          return faulted({ kind: 'too_large' }, request, reply)
        }
        if (statusCode >= 400 && statusCode < 500)
          return faulted({ kind: 'unreadable', why: message, wrongs: [] }, request, reply)
        app.log.error({ err: error, reqId: request.id }, 'a request crashed')
        return faulted({ kind: 'crashed' }, request, reply)
      })
      // The handler of the server itself answers for addresses without a prefix.
      if (face.prefix !== '')
        room.setNotFoundHandler((request, reply) =>
          faulted(unrouted(methodsAt(pathOf(request.url))), request, reply),
        )

      const heads = new Set(
        Object.values(face.contract).flatMap(({ method, path }) => (method === 'HEAD' ? [path] : [])),
      )
      for (const [name, operation] of Object.entries(face.contract)) {
        const handler = face.handlers[name]
        if (!handler) throw new Error(`${face.name}: no handler for ${name}`)
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
            handler: async (request, reply) => faulted({ kind: 'wrong_method', allowed }, request, reply),
          })
      }
    },
    { prefix: face.prefix },
  )

  const route = (
    room: FastifyInstance,
    url: string,
    name: string,
    operation: Operation,
    answersHead: boolean,
    handler: (ask: unknown, visit: Visit) => Promise<Plain>,
  ) => {
    const checkBody = bodyCheck(operation)
    const checkAnswer = checkAnswers ? answerCheck(`${face.name}.${name}`, operation) : undefined
    const compressible = compression && isCompressible(operation)
    const known = new Set(operation.query)
    const streams = operation.takesStream !== undefined || operation.answersStream !== undefined
    room.route({
      method: operation.method as HTTPMethods,
      url,
      ...(operation.open ? { bodyLimit: Math.min(openBodyLimit, face.bodyLimit) } : {}),
      exposeHeadRoute: operation.method === 'GET' && answersHead,
      config: {
        open: operation.open === true,
        ...(operation.form === 'body' ? { body: 'form' as const } : {}),
        ...(operation.takesStream ? { body: 'stream' as const } : {}),
      },
      ...(face.proofFirst && !operation.open ? { onRequest: proven } : {}),
      handler: async (request, reply) => {
        const ask = request.query as Record<string, unknown>
        checkAddress(request.url)
        if (operation.strictQuery)
          for (const key of Object.keys(ask))
            if (!known.has(key))
              throw new Unreadable(`Unknown query parameter: ${key}.`, key, [
                { parameter: key, detail: 'is no parameter of this' },
              ])
        const given =
          request.body === undefined && operation.body && acceptsEmpty(operation.body) ? {} : request.body
        checkBody?.(given)
        const { takesStream, answersStream } = operation
        const body = takesStream ? incoming(request, reply, closing.signal) : given
        const answer = await handler(
          { params: request.params, query: ask, body },
          visitOf(face, core, request, reply, streams),
        )
        if (answersStream) {
          if (!(answer.status in operation.answers))
            throw new Error(`${name} never promised ${answer.status}`)
          const failed = (error: unknown) =>
            isRefusal(error, 'unavailable')
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
    linger(request)
    done()
  })
  return room
}

const proven = ({ caller }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) =>
  done(
    caller.kind === 'anonymous'
      ? refuse(
          'unauthenticated',
          'authentication_required',
          'The request you have made requires authentication.',
        )
      : undefined,
  )
