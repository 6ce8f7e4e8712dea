import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { type RequestMetrics, requestMetrics } from './request-metrics.ts'

export type OperationsOptions = {
  /** Rejects while the server cannot do its work. */
  readonly ready: () => Promise<void>
  readonly metricsFor: string
}

const isLoopback = ({ ip }: FastifyRequest) => ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'

/** Milliseconds that a dependency may take to say that it works. */
const readyLimit = 2000

const inTime = async (work: Promise<void>): Promise<void> => {
  const { promise, reject } = Promise.withResolvers<never>()
  const clock = setTimeout(() => reject(new Error(`no answer within ${readyLimit} ms`)), readyLimit)
  try {
    await Promise.race([work, promise])
  } finally {
    clearTimeout(clock)
  }
}

/** What operators and their machines ask: alive, ready, how much. */
export const operations = (
  app: FastifyInstance,
  { ready, metricsFor }: OperationsOptions,
): { readonly requests: RequestMetrics } => {
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
        reqId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        from: request.ip,
      },
      'answered',
    )
    done()
  })

  app.get('/healthcheck', async (_request, reply) => reply.type('text/plain').send('OK'))
  app.get('/readyz', async (request, reply) => {
    try {
      await inTime(ready())
      return reply.type('text/plain').send('ready')
    } catch (error) {
      app.log.warn({ failure: (error as Error).message, reqId: request.id }, 'not ready')
      return reply.code(503).type('text/plain').send('not ready')
    }
  })
  app.get('/metrics', async (request, reply) => {
    if (metricsFor === 'nobody' || (metricsFor === 'loopback' && !isLoopback(request)))
      return reply.callNotFound()
    return reply.type(registry.contentType).send(`${await registry.metrics()}\n${requests.text()}`)
  })
  return { requests }
}
