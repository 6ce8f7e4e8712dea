import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

export type OperationsOptions = {
  /** Rejects while the server cannot do its work. */
  readonly ready: () => Promise<void>
  readonly metricsFor: string
}

const isLoopback = ({ ip }: FastifyRequest) => ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'

/** What operators and their machines ask: alive, ready, how much. */
export const operations = (app: FastifyInstance, { ready, metricsFor }: OperationsOptions): void => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'muster_http_requests_total',
    help: 'Requests answered, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'muster_http_request_seconds',
    help: 'Time from the arrival of a request to the end of its answer, by route',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    // The route, never the path: paths hold ids and would make a new series each.
    const route = request.routeOptions.url ?? 'none'
    requests.inc({ method: request.method, route, status: reply.statusCode })
    seconds.observe({ method: request.method, route }, reply.elapsedTime / 1000)
    const level = reply.statusCode >= 500 ? 'error' : reply.statusCode < 400 && request.method === 'GET' ? 'debug' : 'info'
    request.log[level](
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10, from: request.ip },
      'answered',
    )
    done()
  })

  app.get('/healthcheck', async (_request, reply) => reply.type('text/plain').send('OK'))
  app.get('/readyz', async (request, reply) => {
    try {
      await ready()
      return reply.type('text/plain').send('ready')
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
      return reply.code(503).type('text/plain').send('not ready')
    }
  })
  app.get('/metrics', async (request, reply) => {
    if (metricsFor === 'nobody' || (metricsFor === 'loopback' && !isLoopback(request))) return reply.callNotFound()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
