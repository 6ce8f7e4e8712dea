import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { anonymous } from '../core/caller.ts'

export type ServerOptions = {
  readonly logger?: FastifyBaseLogger
  /** The configured public address; absent: links are built on the address the client used. */
  readonly publicUrl?: string
}

/** Nesting deeper than this in JSON is nobody's request. */
const hostPattern = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/** An empty HTTP server with the rules that hold for every face. */
export const makeServer = ({ logger, publicUrl }: ServerOptions): FastifyInstance => {
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    disableRequestLogging: true,
    requestIdHeader: false,
    genReqId: () => `req-${randomUUID()}`,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096, caseSensitive: true },
    exposeHeadRoutes: true,
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
  }) as unknown as FastifyInstance
  app.decorateRequest('caller', null as never)
  app.decorateRequest('base', '')
  const fixed = publicUrl?.replace(/\/+$/, '').replace(/\/v3$/, '')
  app.addHook('onRequest', async (request) => {
    request.caller = anonymous
    const { host } = request.headers
    // A forged Host header only changes links in the answer to whoever forged it, and never anything sent by mail.
    request.base = fixed ?? `http://${host !== undefined && hostPattern.test(host) ? host.replace(/:80$/, '') : 'localhost'}`
  })
  return app
}
