import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { anonymous } from '../core/kernel/caller.ts'
import type { Asked, HttpError } from './api.ts'
import { type MountedFaces, mountedAt, pathOf, unrouted } from './api-routing.ts'
import { clientAddress } from './client-address.ts'
import { type Connections, watchConnections } from './connections.ts'
import { faultAnswer } from './http-error-responses.ts'
import { prefersHtml } from './prefers-html.ts'
import { answerProtocolErrors } from './protocol-errors.ts'
import { clientRequestId, makeRequestId } from './request-ids.ts'
import { sendPlain } from './send.ts'
import { type SharedHeaders, sharedHeaders } from './shared-headers.ts'
import { abortSlowBody } from './slow-bodies.ts'
import { drain } from './streams.ts'

declare module 'fastify' {
  interface FastifyInstance {
    mounted: MountedFaces
    connections: Connections
  }
}

export type ServerOptions = {
  readonly logger?: FastifyBaseLogger
  /** Whether what the peer of this address says of its clients counts. */
  readonly isTrustedProxy?: (address: string) => boolean
  /** The configured public address; absent: links are built on the address the client used. */
  readonly publicUrl?: string
  /** Headers of every answer. */
  readonly shared?: SharedHeaders
  /** Milliseconds that a body may take to come. */
  readonly bodyPatience?: number
}

const hostPattern = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/** An empty HTTP server with the rules that hold for every face. */
export const makeServer = ({
  logger,
  publicUrl,
  isTrustedProxy = () => false,
  shared = sharedHeaders(publicUrl, 0),
  bodyPatience = 60_000,
}: ServerOptions): FastifyInstance => {
  const mounted: MountedFaces = new Map()
  const addressed = baseOf()
  const fixed = publicUrl?.replace(/\/+$/, '').replace(/\/v3$/, '')
  const baseFor = (host: string | undefined) => fixed ?? addressed(host)
  /** `/` is the list of versions of Identity v3, except for browsers. */
  const frontPageFor = (method: string | undefined, url: string, accept: string | undefined) => {
    if (!/^\/(?:\?|$)/.test(url) || (method !== 'GET' && method !== 'HEAD') || !prefersHtml(accept))
      return undefined
    const api = [...mounted.values()].find(({ face: { frontPage } }) => frontPage !== undefined)?.face
    return api && `${api.prefix}${api.frontPage}`
  }
  const answerFault = (fault: HttpError, asked: Asked) =>
    faultAnswer(mountedAt(mounted, asked.url)?.face, fault, asked)
  const app = Fastify({
    // A logger for each request costs more than most answers; what logs a request names it by itself.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    rewriteUrl: ({ method, url = '/', headers }) => frontPageFor(method, url, headers.accept) ?? url,
    genReqId: makeRequestId,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096, caseSensitive: true },
    exposeHeadRoutes: true,
    forceCloseConnections: 'idle',
    // Bodies have a limit of their own: those that are streams may take as long as they need.
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
    // Node's own refusal has no body; `mount` rejects it in the words of the face.
    http: { requireHostHeader: false },
    clientErrorHandler: (error, socket) => protocol.onClientError(error, socket),
    frameworkErrors: (error, { id, raw }, answering) => {
      const reply = answering as unknown as FastifyReply
      const fault: HttpError =
        error.code === 'FST_ERR_BAD_URL'
          ? { kind: 'unreadable', why: 'The address is not percent-encoded UTF-8.', wrongs: [] }
          : { kind: 'no_route' }
      const { url = '', headers } = raw
      const shownId = clientRequestId(headers['x-request-id']) ?? id
      reply.headers(shared)
      sendPlain(reply, answerFault(fault, { id, shownId, url, base: baseFor(headers.host) }))
    },
  }) as unknown as FastifyInstance
  if (logger) app.log = logger
  const protocol = answerProtocolErrors(app.server, {
    shared,
    answer: answerFault,
    baseOf: baseFor,
    refused: ({ id, shownId }, status, why) =>
      app.log.info(
        { reqId: id, ...(shownId === id ? {} : { clientReqId: shownId }), status, why },
        'refused',
      ),
  })
  // Node has none where requests as a whole have none.
  app.server.headersTimeout = 60_000
  app.decorate('mounted', mounted)
  app.decorate('connections', watchConnections(app.server))
  app.decorateRequest('caller', null as never)
  app.decorateRequest('base', '')
  app.decorateRequest('shownId', '')
  app.decorateRequest('clientAddress', '')
  app.addHook('onRequest', (request, reply, done) => {
    const { headers, socket } = request
    request.caller = anonymous
    request.base = baseFor(headers.host)
    request.shownId = clientRequestId(headers['x-request-id']) ?? request.id
    request.clientAddress = clientAddress(socket.remoteAddress, headers['x-forwarded-for'], isTrustedProxy)
    reply.headers(shared)
    abortSlowBody(request, bodyPatience, () => protocol.timedOut(socket, request))
    done()
  })
  // What no route has is refused without reading its body.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request: FastifyRequest, _payload: unknown, done: (error: null) => void) =>
    done(null),
  )
  app.setNotFoundHandler((request, reply) => {
    const found = mountedAt(mounted, request.url)
    const allowed = found?.methodsAt(pathOf(request.url)) ?? []
    reply.raw.once('finish', () => drain(request))
    return sendPlain(reply, answerFault(unrouted(allowed), request))
  })
  app.setErrorHandler((error, request, reply) => {
    const { statusCode = 500, message } = error as { statusCode?: number; message: string }
    if (statusCode >= 400 && statusCode < 500)
      return sendPlain(reply, answerFault({ kind: 'unreadable', why: message, wrongs: [] }, request))
    app.log.error({ err: error, reqId: request.id }, 'a request crashed')
    return sendPlain(reply, answerFault({ kind: 'crashed' }, request))
  })
  return app
}

/** Milliseconds that requests in flight may still take. */
const patience = 30_000

/**
 * Takes no new connection, lets requests that have begun finish, and closes every connection that waits for no answer:
 * a client that holds one open would otherwise hold the server open.
 */
export const stopServing = async (app: FastifyInstance): Promise<void> => {
  const idle = setInterval(() => app.connections.closeIdle(), 20)
  const last = setTimeout(() => app.server.closeAllConnections(), patience)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(last)
  }
}

/** A forged Host header only changes links in the answer to whoever forged it, and never anything sent by mail. */
const baseOf = () => {
  // Nearly every request names the same host as the one before.
  let last: string | undefined
  let base = 'http://localhost'
  return (host: string | undefined): string => {
    if (host === last) return base
    last = host
    base = `http://${host !== undefined && hostPattern.test(host) ? host.replace(/:80$/, '') : 'localhost'}`
    return base
  }
}
