import type { FastifyReply, FastifyRequest } from 'fastify'
import { anonymous } from '../core/kernel/caller.ts'
import type { AuditSource, Core } from '../core/kernel/executor.ts'
import type { Attempt } from '../core/kernel/idempotency/attempt.ts'
import type { Access } from '../core/kernel/operation.ts'
import type { Api, CoreRun, RequestContext } from './api.ts'

/** Aborts when the connection closes before the response is sent; created only for searches. */
const departure = (
  operation: { readonly searches?: true },
  { raw }: FastifyReply,
): AbortSignal | undefined => {
  if (!operation.searches) return undefined
  const gone = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort()
  })
  return gone.signal
}

/** A stream can outlive its credentials, so operations that are not public authenticate again for every step. */
const reauthenticate =
  (api: Api, core: Core, request: FastifyRequest, reply: FastifyReply, source: AuditSource) =>
  async (operation: { readonly access?: Access; readonly searches?: true }, input: unknown) => {
    const caller = operation.access === 'public' ? anonymous : await api.authenticate(request)
    return core.run(operation as never, input as never, caller, source, departure(operation, reply))
  }

/** The request context for handlers. */
export const requestContextOf = (
  api: Api,
  core: Core,
  request: FastifyRequest,
  reply: FastifyReply,
  streams: boolean,
): RequestContext => {
  const source = { api: api.name, requestId: request.id, address: request.clientAddress }
  return {
    caller: request.caller,
    requestId: request.id,
    base: request.base,
    url: request.url,
    header: (name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? value : value?.[0]
    },
    address: request.clientAddress,
    peer: request.socket.remoteAddress ?? '',
    run: (streams
      ? reauthenticate(api, core, request, reply, source)
      : (operation: never, input: never, idempotency?: Attempt) =>
          core.run(
            operation,
            input,
            request.caller ?? anonymous,
            idempotency ? { ...source, idempotency } : source,
            departure(operation, reply),
          )) as CoreRun,
  }
}
