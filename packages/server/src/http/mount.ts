import type { Operation, Rendered } from '@muster/contract/operation.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import { isRefusal, Refusal, refuse } from '../core/refusal.ts'
import { answerCheck, bodyCheck } from './check.ts'
import { checkAddress } from './check-address.ts'
import { type Face, type Fault, type Plain, Unreadable, type Visit } from './face.ts'
import { readForm } from './read-form.ts'
import { readJson } from './read-json.ts'
import { answerStream, incoming, linger } from './streams.ts'
import { visitOf } from './visit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    /** Where clients reach the server. */
    base: string
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
}

/** Bytes of a body that needs no proof of who sends it: two passwords of full length and a name fit. */
const openBodyLimit = 16_384

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'
const isRendered = (body: unknown): body is Rendered =>
  typeof body === 'object' && body !== null && 'rendered' in body && body.rendered instanceof Uint8Array

const send = (reply: FastifyReply, { status, headers, body }: Plain) => {
  reply.code(status)
  if (headers) reply.headers(headers)
  if (body === undefined) return reply.send()
  if (!reply.hasHeader('content-type')) reply.header('content-type', json)
  if (isRendered(body)) return reply.send(body.rendered)
  return reply.send(typeof body === 'string' ? body : JSON.stringify(body))
}

const asForm = ({ status, headers, body }: Plain): Plain => ({
  status,
  headers: { ...headers, 'content-type': form },
  body: new URLSearchParams(body as Readonly<Record<string, string>>).toString(),
})

/** Puts a face under its prefix, with its own words for every fault below it. */
export const mount = (
  app: FastifyInstance,
  face: Face,
  { core, checkAnswers = false }: MountOptions,
): void => {
  const faulted = (fault: Fault, request: FastifyRequest, reply: FastifyReply) =>
    send(reply, face.faulted(fault, request))
  app.unroutable.set(face.prefix, (fault, request, reply) => {
    reply.headers(face.headers(request))
    faulted(fault, request, reply)
  })
  const closing = new AbortController()
  app.addHook('preClose', (done) => {
    closing.abort()
    done()
  })
  app.register(
    async (room) => {
      room.addHook('onRequest', (request, reply, done) => {
        reply.headers(face.headers(request))
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
        if (error instanceof Refusal) return send(reply, face.refused(error, request))
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
      room.setNotFoundHandler((request, reply) => faulted({ kind: 'no_route' }, request, reply))

      const heads = new Set(
        Object.values(face.contract).flatMap(({ method, path }) => (method === 'HEAD' ? [path] : [])),
      )
      const methodsOf = new Map<string, Set<string>>()
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
        const allowed = [...methods, 'OPTIONS'].sort()
        room.route({
          method: 'OPTIONS',
          url,
          handler: async (_request, reply) =>
            send(reply, { status: 200, headers: { allow: allowed.join(', ') } }),
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
        checkBody?.(request.body)
        const { takesStream, answersStream } = operation
        const body = takesStream ? incoming(request, reply, closing.signal) : request.body
        const answer = await handler(
          { params: request.params, query: ask, body },
          visitOf(face, core, request, streams),
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
        return send(reply, operation.form === 'answer' ? asForm(answer) : answer)
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
