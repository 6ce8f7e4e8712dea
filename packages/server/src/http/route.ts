import type { Operation } from '@muster/contract/operation.ts'
import type { FastifyBaseLogger, FastifyInstance, HTTPMethods } from 'fastify'
import type { Core } from '../core/kernel/executor.ts'
import { type Api, type ApiOperation, BadRequest, type HttpResponse, type UntypedRequest } from './api.ts'
import { acceptsEmpty, bodyCheck, responseCheck } from './check.ts'
import { checkAddress } from './check-address.ts'
import { isCompressible } from './compress.ts'
import { requestContextOf } from './request-context.ts'
import { requireAuthenticated } from './request-hooks.ts'
import { sendResponse, sendStream } from './respond.ts'
import { defaultContentType, isRendered } from './send.ts'
import { incoming } from './streams.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How the body is read; absent: by the API's `readBody`. */
    body?: 'form' | 'unread' | 'stream'
    /** Public: needs no authentication. */
    public?: boolean
  }
}

export type RouteOptions = {
  readonly api: Api
  readonly core: Core
  readonly checkResponses: boolean
  readonly compression: boolean
  /** Aborted when the server stops. */
  readonly closing: AbortSignal
  readonly log: FastifyBaseLogger
}

export type Route = ApiOperation & { readonly url: string; readonly exposesHead: boolean }

/** Maximum body size of public operations in bytes: enough for two passwords of maximum length and a name. */
const publicBodyLimit = 16_384

const checkQuery = ({ strictQuery, query: names = [] }: Operation, query: UntypedRequest['query']): void => {
  if (!strictQuery) return
  for (const name of Object.keys(query))
    if (!names.includes(name))
      throw new BadRequest(`Unknown query parameter: ${name}.`, name, [
        { parameter: name, detail: 'is an unknown parameter' },
      ])
}

/** What a body that is rendered already says: a value of JSON, or text. */
const renderedValue = (bytes: Uint8Array, headers: HttpResponse['headers'] = {}): unknown => {
  const text = Buffer.from(bytes).toString()
  return /json/.test(headers['content-type'] ?? defaultContentType) ? JSON.parse(text) : text
}

/** Adds the route of one operation: validates the request, runs the handler and sends its response. */
export const addRoute = (
  scope: FastifyInstance,
  { name, operation, handler, url, exposesHead }: Route,
  { api, core, checkResponses, compression, closing, log }: RouteOptions,
): void => {
  const { requestStream, responseStream } = operation
  const checkBody = bodyCheck(operation)
  const checkResponse = checkResponses ? responseCheck(`${api.name}.${name}`, operation) : undefined
  const compressible = compression && isCompressible(operation)
  const streams = requestStream !== undefined || responseStream !== undefined
  scope.route({
    method: operation.method as HTTPMethods,
    url,
    ...(operation.public ? { bodyLimit: Math.min(publicBodyLimit, api.bodyLimit) } : {}),
    exposeHeadRoute: operation.method === 'GET' && exposesHead,
    config: {
      public: operation.public === true,
      ...(operation.form === 'request' ? { body: 'form' as const } : {}),
      ...(requestStream ? { body: 'stream' as const } : {}),
    },
    ...(api.authenticateBeforeBody && !operation.public ? { onRequest: requireAuthenticated } : {}),
    handler: async (request, reply) => {
      const query = request.query as UntypedRequest['query']
      checkAddress(request.url)
      checkQuery(operation, query)
      const input =
        request.body === undefined && operation.body && acceptsEmpty(operation.body) ? {} : request.body
      checkBody?.(input)
      const body = requestStream ? incoming(request, reply, closing) : input
      const context = requestContextOf(api, core, request, reply, streams)
      const response = await handler({ params: request.params, query, body }, context)
      if (responseStream) {
        if (!(response.status in operation.responses))
          throw new Error(`${name} has no status ${response.status} in its contract`)
        return sendStream(request, reply, response, { type: responseStream[0], waiting: !requestStream, log })
      }
      checkResponse?.(
        response.status,
        isRendered(response.body) ? renderedValue(response.body.rendered, response.headers) : response.body,
      )
      return sendResponse(request, reply, response, operation, compressible)
    },
  })
}
