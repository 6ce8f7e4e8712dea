import { randomUUID } from 'node:crypto'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { anonymous } from '../core/caller.ts'
import { type Connections, watchConnections } from './connections.ts'
import type { Fault } from './face.ts'
import { endSlowBody } from './slow-bodies.ts'

/** How a face answers, by its prefix, for addresses that cannot even be looked up among the routes. */
export type Unroutable = Map<string, (fault: Fault, request: FastifyRequest, reply: FastifyReply) => void>

declare module 'fastify' {
  interface FastifyInstance {
    unroutable: Unroutable
    connections: Connections
  }
}

export type ServerOptions = {
  readonly logger?: FastifyBaseLogger
  /** Whether what the peer of this address says of its clients counts. */
  readonly isTrustedProxy?: (address: string) => boolean
  /** The configured public address; absent: links are built on the address the client used. */
  readonly publicUrl?: string
  /** Milliseconds that a body may take to come. */
  readonly bodyPatience?: number
}

const hostPattern = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/** An empty HTTP server with the rules that hold for every face. */
export const makeServer = ({
  logger,
  publicUrl,
  isTrustedProxy,
  bodyPatience = 60_000,
}: ServerOptions): FastifyInstance => {
  const unroutable: Unroutable = new Map()
  const app = Fastify({
    // A logger for each request costs more than most answers; what logs a request names it by itself.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    ...(isTrustedProxy ? { trustProxy: isTrustedProxy } : {}),
    genReqId: () => `req-${randomUUID()}`,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096, caseSensitive: true },
    exposeHeadRoutes: true,
    forceCloseConnections: 'idle',
    // Bodies have a limit of their own: those that are streams may take as long as they need.
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
    frameworkErrors: (error, asked, answering) => {
      const [request, reply] = [asked as FastifyRequest, answering as unknown as FastifyReply]
      const fault: Fault =
        error.code === 'FST_ERR_BAD_URL'
          ? { kind: 'unreadable', why: 'The address is not percent-encoded UTF-8.', wrongs: [] }
          : { kind: 'no_route' }
      const answer = faceOf(unroutable, request.url)
      if (answer) answer(fault, request, reply)
      else reply.code(404).send()
    },
  }) as unknown as FastifyInstance
  if (logger) app.log = logger
  // Node has none where requests as a whole have none.
  app.server.headersTimeout = 60_000
  app.decorate('unroutable', unroutable)
  app.decorate('connections', watchConnections(app.server))
  app.decorateRequest('caller', null as never)
  app.decorateRequest('base', '')
  const addressed = baseOf()
  const fixed = publicUrl?.replace(/\/+$/, '').replace(/\/v3$/, '')
  app.addHook('onRequest', (request, _reply, done) => {
    request.caller = anonymous
    request.base = fixed ?? addressed(request.headers.host)
    endSlowBody(request, bodyPatience)
    done()
  })
  return app
}

/** The face with the longest prefix that the address begins with. */
const faceOf = (faces: Unroutable, url: string) => {
  const prefixes = [...faces.keys()].filter((prefix) => url.startsWith(`${prefix}/`))
  return faces.get(prefixes.sort((a, b) => b.length - a.length)[0] ?? '')
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
