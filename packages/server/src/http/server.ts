import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { anonymous, type Caller } from '../core/kernel/caller.ts'
import type { HttpError, RequestInfo } from './api.ts'
import { type MountedApis, mountedAt, pathOf, unrouted } from './api-routing.ts'
import { clientAddress } from './client-address.ts'
import { type Connections, watchConnections } from './connections.ts'
import { errorResponse } from './http-error-responses.ts'
import { prefersHtml } from './prefers-html.ts'
import { answerProtocolErrors } from './protocol-errors.ts'
import { clientRequestId, makeRequestId } from './request-ids.ts'
import { sendPlain } from './send.ts'
import { type SharedHeaders, sharedHeaders } from './shared-headers.ts'
import { abortSlowBody } from './slow-bodies.ts'
import { drain } from './streams.ts'

declare module 'fastify' {
  interface FastifyInstance {
    mounted: MountedApis
    connections: Connections
  }
  interface FastifyRequest {
    caller: Caller
    /** The public URL of the server. */
    base: string
    /** The `X-Request-Id` of the request if it is well-formed, otherwise the id. */
    shownId: string
    /** The client address from trusted proxies, otherwise the peer address. */
    clientAddress: string
  }
}

export type ServerOptions = {
  readonly logger?: FastifyBaseLogger | undefined
  /** Whether the peer with this address is a trusted proxy. */
  readonly isTrustedProxy?: ((address: string) => boolean) | undefined
  /** The configured public URL, without a trailing slash; absent: links use the URL of the client. */
  readonly publicUrl?: string | undefined
  /** Headers of every response. */
  readonly shared?: SharedHeaders
  /** Timeout of a request body in milliseconds. */
  readonly bodyPatience?: number
}

const hostPattern = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/** An HTTP server without APIs, with the behaviour that all APIs share. */
export const makeServer = ({
  logger,
  publicUrl,
  isTrustedProxy = () => false,
  shared = sharedHeaders(publicUrl, 0),
  bodyPatience = 60_000,
}: ServerOptions): FastifyInstance => {
  const mounted: MountedApis = new Map()
  const addressed = baseOf()
  const baseFor = (host: string | undefined) => publicUrl ?? addressed(host)
  /** `/` is the version list of Identity v3, except for browsers. */
  const frontPageFor = (method: string | undefined, url: string, accept: string | undefined) => {
    if (!/^\/(?:\?|$)/.test(url) || (method !== 'GET' && method !== 'HEAD') || !prefersHtml(accept))
      return undefined
    const api = [...mounted.values()].find(({ api: { frontPage } }) => frontPage !== undefined)?.api
    return api && `${api.prefix}${api.frontPage}${url.slice(1)}`
  }
  const renderError = (error: HttpError, request: RequestInfo) =>
    errorResponse(mountedAt(mounted, request.url)?.api, error, request)
  const app = Fastify({
    // A logger for each request costs more than most responses; log lines add the request id themselves.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    rewriteUrl: ({ method, url = '/', headers }) => frontPageFor(method, url, headers.accept) ?? url,
    genReqId: makeRequestId,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096, caseSensitive: true },
    exposeHeadRoutes: true,
    forceCloseConnections: 'idle',
    // Bodies have a separate timeout, and streams have none.
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
    // Node's own error has no body; `mount` rejects the request in the format of the API.
    http: { requireHostHeader: false },
    clientErrorHandler: (error, socket) => protocol.onClientError(error, socket),
    frameworkErrors: (error, { id, raw }, fastifyReply) => {
      const reply = fastifyReply as unknown as FastifyReply
      const httpError: HttpError =
        error.code === 'FST_ERR_BAD_URL'
          ? { kind: 'bad_request', why: 'The URL is not percent-encoded UTF-8.', errors: [] }
          : { kind: 'no_route' }
      const { url = '', headers } = raw
      const shownId = clientRequestId(headers['x-request-id']) ?? id
      reply.headers(shared)
      sendPlain(reply, renderError(httpError, { id, shownId, url, base: baseFor(headers.host), headers }))
    },
  }) as unknown as FastifyInstance
  if (logger) app.log = logger
  const protocol = answerProtocolErrors(app.server, {
    shared,
    render: renderError,
    baseOf: baseFor,
    onRejected: ({ id, shownId }, status, why) =>
      app.log.info(
        {
          component: 'http',
          request_id: id,
          ...(shownId === id ? {} : { client_request_id: shownId }),
          status,
          reason: why,
        },
        'request rejected',
      ),
  })
  // Without a request timeout, Node has no headers timeout either.
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
  // Requests without a route are rejected before the body is read.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request: FastifyRequest, _payload: unknown, done: (error: null) => void) =>
    done(null),
  )
  app.setNotFoundHandler((request, reply) => {
    const found = mountedAt(mounted, request.url)
    const allowed = found?.methodsAt(pathOf(request.url)) ?? []
    reply.raw.once('finish', () => drain(request))
    return sendPlain(reply, renderError(unrouted(allowed), request))
  })
  app.setErrorHandler((error, request, reply) => {
    const { statusCode = 500, message } = error as { statusCode?: number; message: string }
    if (statusCode >= 400 && statusCode < 500)
      return sendPlain(reply, renderError({ kind: 'bad_request', why: message, errors: [] }, request))
    app.log.error(
      { component: 'http', err: error, request_id: request.id },
      'request failed with an internal error',
    )
    return sendPlain(reply, renderError({ kind: 'internal_error' }, request))
  })
  return app
}

/** Milliseconds that requests in progress may take during shutdown. */
const timeLimit = 30_000

/**
 * Accepts no new connections, completes requests in progress, and closes every other connection, because an idle
 * keep-alive connection would delay the shutdown.
 */
export const stopServing = async (app: FastifyInstance): Promise<void> => {
  const idle = setInterval(() => app.connections.closeIdle(), 20)
  const last = setTimeout(() => app.server.closeAllConnections(), timeLimit)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(last)
  }
}

/** A forged Host header only changes links in the response to that client, never in emails. */
const baseOf = () => {
  // Nearly every request has the same host as the previous one.
  let last: string | undefined
  let base = 'http://localhost'
  return (host: string | undefined): string => {
    if (host === last) return base
    last = host
    base = `http://${host !== undefined && hostPattern.test(host) ? host.replace(/:80$/, '') : 'localhost'}`
    return base
  }
}
