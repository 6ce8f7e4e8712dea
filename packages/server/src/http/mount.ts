import type { FastifyInstance, HTTPMethods } from 'fastify'
import type { Core } from '../core/kernel/executor.ts'
import type { Api } from './api.ts'
import { methodsFinder, pathOf, unrouted } from './api-routing.ts'
import { installErrorHandler, renderHttpError } from './error-handler.ts'
import { readBodies } from './read-bodies.ts'
import { installRequestHooks } from './request-hooks.ts'
import { addRoute } from './route.ts'
import { sendPlain } from './send.ts'
import { streamScope } from './streams.ts'

export type MountOptions = {
  readonly core: Core
  /** Fails requests whose response violates the contract; for tests. */
  readonly checkResponses?: boolean
  /** Whether responses are compressed for clients that accept it. */
  readonly compression?: boolean
}

/** The methods of each route pattern of Fastify. */
const methodsByUrl = ({ operations }: Api): ReadonlyMap<string, Set<string>> => {
  const methodsOf = new Map<string, Set<string>>()
  for (const { operation } of operations) {
    const url = urlOf(operation.path)
    methodsOf.set(url, (methodsOf.get(url) ?? new Set(['OPTIONS'])).add(operation.method))
  }
  for (const methods of methodsOf.values()) if (methods.has('GET')) methods.add('HEAD')
  return methodsOf
}

const urlOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Mounts an API under its prefix, with its error format for all errors below it. */
export const mount = (
  app: FastifyInstance,
  api: Api,
  { core, checkResponses = false, compression = false }: MountOptions,
): void => {
  const methodsOf = methodsByUrl(api)
  const methodsAt = methodsFinder(methodsOf, api.prefix)
  app.mounted.set(api.prefix, { api: api, methodsAt })
  const closing = new AbortController()
  app.addHook('preClose', (done) => {
    closing.abort()
    done()
  })
  app.register(
    async (scope) => {
      installRequestHooks(scope, api, methodsAt)
      readBodies(scope, api)
      installErrorHandler(scope, api, app.log)
      // The server's own handler answers for URLs without a prefix.
      if (api.prefix !== '')
        scope.setNotFoundHandler((request, reply) =>
          renderHttpError(api, unrouted(methodsAt(pathOf(request.url))), request, reply),
        )
      const options = {
        api,
        core,
        checkResponses,
        compression,
        closing: closing.signal,
        log: app.log,
      }
      const pathsWithHead = new Set(
        api.operations.flatMap(({ operation: { method, path } }) => (method === 'HEAD' ? [path] : [])),
      )
      for (const described of api.operations) {
        const { path, requestStream } = described.operation
        const route = { ...described, url: urlOf(path), exposesHead: !pathsWithHead.has(path) }
        if (requestStream) scope.register(async (inner) => addRoute(streamScope(inner), route, options))
        else addRoute(scope, route, options)
      }
      for (const [url, methods] of methodsOf) answerOtherMethods(scope, api, url, methods)
    },
    { prefix: api.prefix },
  )
}

/** Answers OPTIONS, and 405 for the methods that a URL does not have. */
const answerOtherMethods = (
  scope: FastifyInstance,
  api: Api,
  url: string,
  methods: ReadonlySet<string>,
): void => {
  const allowed = [...methods].sort()
  scope.route({
    method: 'OPTIONS',
    url,
    handler: async (_request, reply) =>
      sendPlain(reply, { status: 200, headers: { allow: allowed.join(', ') } }),
  })
  const others = (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as HTTPMethods[]).filter(
    (method) => !methods.has(method as string),
  )
  if (others.length === 0) return
  scope.route({
    method: others,
    url,
    config: { body: 'unread' },
    handler: async (request, reply) =>
      renderHttpError(api, { kind: 'wrong_method', allowed }, request, reply),
  })
}
