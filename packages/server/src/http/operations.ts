import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { ListenAddress } from './listen-address.ts'
import { isLocal } from './metrics-access.ts'
import { metricsServer } from './metrics-server.ts'
import { type RequestMetrics, requestMetrics } from './request-metrics.ts'

export type OperationsOptions = {
  /** Rejects while the server is not ready. */
  readonly ready: () => Promise<void>
  readonly metricsFor: string
  /** A separate address for the metrics, without access control. */
  readonly metricsListen?: ListenAddress | undefined
}

/** Timeout of the readiness check in milliseconds. */
const readyLimit = 2000

const inTime = async (work: Promise<void>): Promise<void> => {
  const { promise, reject } = Promise.withResolvers<never>()
  const clock = setTimeout(() => reject(new Error(`no response within ${readyLimit} ms`)), readyLimit)
  try {
    await Promise.race([work, promise])
  } finally {
    clearTimeout(clock)
  }
}

/** The operational endpoints: health, readiness and metrics. */
export const operations = (
  app: FastifyInstance,
  { ready, metricsFor, metricsListen }: OperationsOptions,
): { readonly requests: RequestMetrics; readonly metricsPort: () => number | undefined } => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = requestMetrics()
  const tellsReads = ['trace', 'debug'].includes(app.log.level)
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    requests.count(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
    const quiet = reply.statusCode < 400 && request.method === 'GET'
    if (quiet && !tellsReads) return done()
    app.log[reply.statusCode >= 500 ? 'error' : quiet ? 'debug' : 'info'](
      {
        component: 'http',
        request_id: request.id,
        ...(request.shownId === request.id ? {} : { client_request_id: request.shownId }),
        method: request.method,
        route,
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime * 10) / 10,
        client_address: request.clientAddress,
      },
      'request completed',
    )
    done()
  })

  app.get('/healthcheck', async (_request, reply) => reply.type('text/plain').send('OK'))
  app.get('/readyz', async (request, reply) => {
    try {
      await inTime(ready())
      return reply.type('text/plain').send('ready')
    } catch (error) {
      app.log.warn(
        { component: 'http', err: { message: (error as Error).message }, request_id: request.id },
        'readiness check failed',
      )
      return reply.code(503).type('text/plain').send('not ready')
    }
  })
  const text = async () => `${await registry.metrics()}\n${requests.text()}`
  const apart =
    metricsListen && metricsFor !== 'none'
      ? metricsServer(metricsListen, { type: registry.contentType, text })
      : undefined
  if (apart) {
    app.addHook('onReady', apart.start)
    app.addHook('onClose', apart.stop)
  }
  app.get('/metrics', async (request, reply) => {
    if (metricsListen || metricsFor === 'none' || (metricsFor === 'loopback' && !isLocal(request)))
      return reply.callNotFound()
    return reply.type(registry.contentType).send(await text())
  })
  return { requests, metricsPort: () => apart?.port() }
}
