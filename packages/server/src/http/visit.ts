import type { FastifyRequest } from 'fastify'
import { anonymous } from '../core/caller.ts'
import type { Core, Origin } from '../core/core.ts'
import type { Attempt } from '../core/idempotency/attempt.ts'
import type { CoreRun, Face, Visit } from './face.ts'

/** Streams may outlive the proof they began with: what is not open to everybody asks for it each time. */
const provenAnew =
  (face: Face, core: Core, request: FastifyRequest, origin: Origin) =>
  async (operation: { readonly rule: unknown }, input: unknown) => {
    const caller = operation.rule === 'open' ? anonymous : await face.authenticate(request)
    return core.run(operation as never, input as never, caller, origin)
  }

/** A request as handlers see it. */
export const visitOf = (face: Face, core: Core, request: FastifyRequest, streams: boolean): Visit => {
  const origin = { face: face.name, requestId: request.id, address: request.ip }
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
      ? provenAnew(face, core, request, origin)
      : (operation: never, input: never, once?: Attempt) =>
          core.run(
            operation,
            input,
            request.caller ?? anonymous,
            once ? { ...origin, once } : origin,
          )) as CoreRun,
  }
}
