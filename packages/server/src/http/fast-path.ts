import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../core/kernel/executor.ts'
import type { ApiDefinition, RawResponse } from './api.ts'
import { clientRequestId, makeRequestId } from './request-ids.ts'
import type { RequestMetrics } from './request-metrics.ts'
import type { SharedHeaders } from './shared-headers.ts'

export type FastPathOptions = {
  readonly core: Core
  readonly requests: RequestMetrics
  /** Headers of every response. */
  readonly shared: SharedHeaders
}

type Answer = (headers: FastifyRequest['headers']) => RawResponse | undefined

/**
 * Answers the most frequent requests from caches before routing. It only returns plain successes, with the same core
 * and the same rules; any other result is left to the regular route. Disabled if every request is logged, and while
 * the server stops.
 */
export const installFastPaths = (
  app: FastifyInstance,
  apis: readonly ApiDefinition[],
  { core, requests, shared }: FastPathOptions,
): void => {
  if (['trace', 'debug'].includes(app.log.level)) return
  const answers = new Map<string, Answer>()
  for (const { prefix, fastPaths: shortcuts = {} } of apis)
    for (const [path, answer] of Object.entries(shortcuts))
      answers.set(`${prefix}${path}`, (headers) => answer(headers, core.now))
  const common = Object.entries(shared).flat()
  let stopping = false
  app.addHook('preClose', (done) => {
    stopping = true
    done()
  })
  const usual = app.server.listeners('request') as ((
    asked: FastifyRequest['raw'],
    answer: FastifyReply['raw'],
  ) => void)[]
  app.server.removeAllListeners('request')
  app.server.on('request', (asked, response) => {
    const url = asked.url ?? ''
    const begun = performance.now()
    const usable = asked.method === 'GET' && !stopping && asked.headers.host !== undefined
    const short = usable ? answers.get(url)?.(asked.headers) : undefined
    if (!short) {
      for (const listener of usual) listener(asked, response)
      return
    }
    const given = clientRequestId(asked.headers['x-request-id'])
    response.writeHead(200, [...common, ...short.headers(makeRequestId(), given)])
    response.end(short.rendered)
    requests.count('GET', url, 200, (performance.now() - begun) / 1000)
  })
}
