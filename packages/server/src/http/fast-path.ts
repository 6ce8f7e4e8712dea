import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Core } from '../core/kernel/executor.ts'
import type { Api, ApiOperation, FastPath, HttpResponse } from './api.ts'
import { isCompressible } from './compress.ts'
import { clientRequestId, makeRequestId } from './request-ids.ts'
import type { RequestMetrics } from './request-metrics.ts'
import { bodyBytes, defaultContentType } from './send.ts'
import type { SharedHeaders } from './shared-headers.ts'

export type FastPathOptions = {
  readonly core: Core
  readonly requests: RequestMetrics
  /** Headers of every response. */
  readonly shared: SharedHeaders
}

type Entry = { readonly api: Api; readonly fastPath: FastPath }

/** Rejects a fast path that could differ from its route, which also counts, compresses and adds CORS headers. */
const assertSameAsRoute = (api: Api, { name, operation }: ApiOperation): void => {
  const alwaysCounts = api.limits !== undefined && api.isCounted === undefined
  if (operation.method !== 'GET' || isCompressible(operation) || alwaysCounts || api.crossOrigins)
    throw new Error(`${api.name}: ${name} cannot have a fast path`)
}

const entriesOf = (apis: readonly Api[]): ReadonlyMap<string, Entry> => {
  const entries = new Map<string, Entry>()
  for (const api of apis)
    for (const described of api.operations) {
      const { operation, fastPath } = described
      if (!fastPath) continue
      assertSameAsRoute(api, described)
      entries.set(`${api.prefix}${operation.path}`, { api, fastPath: fastPath })
    }
  return entries
}

/**
 * Answers the most frequent requests from caches before routing. It only returns plain successes, with the same core,
 * the same rules and the same response as the handler; any other result, and requests that count towards a limit, are
 * left to the route. Disabled if every request is logged, and while the server stops.
 */
export const installFastPaths = (
  app: FastifyInstance,
  apis: readonly Api[],
  { core, requests, shared }: FastPathOptions,
): void => {
  if (['trace', 'debug'].includes(app.log.level)) return
  const entries = entriesOf(apis)
  let stopping = false
  app.addHook('preClose', (done) => {
    stopping = true
    done()
  })
  const send = (api: Api, { headers }: IncomingMessage, raw: ServerResponse, response: HttpResponse) => {
    const id = makeRequestId()
    const body = bodyBytes(response)
    // In the order and with the precedence of the route.
    raw.writeHead(response.status, {
      ...shared,
      ...api.headers({ id, shownId: clientRequestId(headers['x-request-id']) ?? id }),
      ...response.headers,
      'content-type': response.headers?.['content-type'] ?? defaultContentType,
      'content-length': body.byteLength,
    })
    raw.end(body)
  }
  const routeListeners = app.server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[]
  app.server.removeAllListeners('request')
  app.server.on('request', (request, raw) => {
    const url = request.url ?? ''
    const startedAt = performance.now()
    const usable = request.method === 'GET' && !stopping && request.headers.host !== undefined
    const entry = usable ? entries.get(url) : undefined
    const response =
      entry && !entry.api.isCounted?.(request.headers)
        ? entry.fastPath(request.headers, core.runSync)
        : undefined
    if (!entry || !response) {
      for (const listener of routeListeners) listener(request, raw)
      return
    }
    send(entry.api, request, raw, response)
    requests.count('GET', url, response.status, (performance.now() - startedAt) / 1000)
  })
}
