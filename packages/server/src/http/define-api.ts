import type { Contract, Operation, OperationRequest } from '@muster/contract/operation.ts'
import type { Api, ApiDefinition, Handler, RequestContext, UntypedHandler } from './api.ts'

/** Checks an API against its contract at compile time, and prepares it for `mount`. */
export const defineApi = <C extends Contract, X = RequestContext>(definition: ApiDefinition<C, X>): Api => {
  const { contract, handlers, contextOf, wrapHandler, fastPaths, ...protocol } = definition
  const operations = Object.entries(contract).map(([name, operation]) => {
    const typed = untyped(handlers[name as keyof C])
    const handler = wrapHandler?.(name, operation, typed) ?? typed
    return {
      name,
      operation,
      handler: ((request, context) => handler(request, contextOf(context))) satisfies UntypedHandler,
      fastPath: fastPaths?.[name],
    }
  })
  return { ...protocol, operations }
}

/** `mount` validates every request against its operation before the handler gets it. */
const untyped =
  <O extends Operation, X>(handler: Handler<O, X>): UntypedHandler<X> =>
  (request, context) =>
    handler(request as OperationRequest<O>, context)
