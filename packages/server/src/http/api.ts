import type { Contract, Operation, OperationRequest, OperationResponse } from '@muster/contract/operation.ts'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../core/kernel/caller.ts'
import type { DomainError } from '../core/kernel/domain-error.ts'
import type { Core } from '../core/kernel/executor.ts'
import type { Attempt } from '../core/kernel/idempotency/attempt.ts'
import type { Command, Query } from '../core/kernel/operation.ts'
import type { FieldError } from './field-errors.ts'
import type { Limits } from './rate-limits.ts'

/** Errors of HTTP itself, outside of operations. */
export type HttpError =
  | { readonly kind: 'no_route' }
  | { readonly kind: 'wrong_method'; readonly allowed: readonly string[] }
  | {
      readonly kind: 'bad_request'
      readonly why: string
      readonly field?: string
      readonly errors: readonly FieldError[]
    }
  | { readonly kind: 'too_large' }
  /** A protocol error, with the same status at every API. */
  | {
      readonly kind: 'http'
      readonly status: 400 | 408 | 415 | 417 | 431
      readonly code: string
      readonly why: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'internal_error' }

/** What is known about every request, even if its headers could not be parsed. */
export type RequestInfo = {
  readonly id: string
  /** The `X-Request-Id` of the request if it is well-formed, otherwise the id. */
  readonly shownId: string
  readonly url: string
  readonly base: string
  readonly headers: { readonly 'accept-language'?: string | undefined }
}

/** A complete HTTP response. */
export type HttpResponse = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** The context of a request for its handler. */
export type RequestContext = {
  readonly caller: Caller
  readonly requestId: string
  /** The public URL of the server without a trailing slash and without the prefix of the API. */
  readonly base: string
  /** Path and query as received. */
  readonly url: string
  readonly header: (name: string) => string | undefined
  /** The client address from trusted proxies, otherwise the peer address; without a port. */
  readonly address: string
  /** The network address of the peer, which can be a proxy. */
  readonly peer: string
  readonly run: CoreRun
}

/** `core.run` with the caller and the audit source of this request; `idempotency`: the attempt of a request with an Idempotency-Key. */
export type CoreRun = {
  <I, F, O>(operation: Query<I, F, O>, input: I, idempotency?: Attempt): Promise<O>
  <I, F, P, O>(operation: Command<I, F, P, O>, input: I, idempotency?: Attempt): Promise<O>
}

/** `X`: the request context of the API. */
export type Handler<O extends Operation, X = RequestContext> = (
  request: OperationRequest<O>,
  context: X,
) => Promise<OperationResponse<O>>
/** A missing handler, an undeclared status or an excess field does not compile. */
export type Handlers<C extends Contract, X = RequestContext> = { readonly [K in keyof C]: Handler<C[K], X> }

/** A handler whose operation is known only at runtime. */
export type UntypedHandler<X = RequestContext> = (
  request: UntypedRequest,
  context: X,
) => Promise<HttpResponse>
export type UntypedRequest = {
  readonly params: unknown
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: unknown
}

/**
 * Answers a GET without a query from a cache, with the response that the handler of the operation returns. Undefined
 * for anything except a plain success.
 */
export type FastPath<O extends Operation = Operation> = (
  headers: FastifyRequest['headers'],
  runSync: Core['runSync'],
) => OperationResponse<O> | undefined

/** What an API has beside its operations: authentication, limits, headers and its error format. */
type ApiProtocol = {
  readonly name: string
  /** `''` or `/api/v1`. */
  readonly prefix: string
  /** Maximum size of a request body in bytes. */
  readonly bodyLimit: number
  /** Authenticates the caller. Throws an error for invalid credentials; `anonymous` without credentials. */
  readonly authenticate: (request: FastifyRequest) => Caller | Promise<Caller>
  /** Counts the request, sets the rate limit headers, and rejects with `resource_exhausted` above the limit. */
  readonly limits?: Limits
  /** Whether a request with these headers counts towards the limits. Absent: every request does. */
  readonly isCounted?: (headers: FastifyRequest['headers']) => boolean
  /** Rejects anonymous callers of operations that are not public before the body is read. */
  readonly authenticateBeforeBody?: boolean
  readonly toErrorResponse: (error: DomainError, request: FastifyRequest) => HttpResponse
  readonly renderHttpError: (error: HttpError, request: RequestInfo) => HttpResponse
  /** Headers of every response, in addition to those that all APIs share. */
  readonly headers: (request: Pick<RequestInfo, 'id' | 'shownId'>) => Readonly<Record<string, string>>
  /** Parses the body, or throws a `BadRequest`. Absent: JSON only. */
  readonly readBody?: (bytes: Buffer, contentType: string | undefined, request: FastifyRequest) => unknown
  /** The path below the prefix of the page that browsers get at `/`. */
  readonly frontPage?: string
  /** Origins whose pages may call this API from a browser (CORS). */
  readonly crossOrigins?: readonly string[]
}

/** One API as its folder defines it: `C` is its contract, `X` the request context of its handlers. */
export type ApiDefinition<C extends Contract, X> = ApiProtocol & {
  readonly contract: C
  readonly handlers: Handlers<C, X>
  readonly contextOf: (context: RequestContext) => X
  /** Wraps the handler of each operation. */
  readonly wrapHandler?: (name: string, operation: Operation, handler: UntypedHandler<X>) => UntypedHandler<X>
  /** See `fast-path.ts`. */
  readonly fastPaths?: { readonly [K in keyof C]?: FastPath<C[K]> }
}

/** One API to mount, made by `defineApi`. */
export type Api = ApiProtocol & { readonly operations: readonly ApiOperation[] }

export type ApiOperation = {
  readonly name: string
  readonly operation: Operation
  readonly handler: UntypedHandler
  readonly fastPath: FastPath | undefined
}

/** An invalid request. */
export class BadRequest extends Error {
  readonly field: string | undefined
  /** The invalid fields and parameters, if known. */
  readonly errors: readonly FieldError[]
  constructor(why: string, field?: string, errors: readonly FieldError[] = []) {
    super(why)
    this.field = field
    this.errors = errors
  }
}

/** A request that violates HTTP. */
export class HttpProtocolError extends Error {
  readonly httpError: Extract<HttpError, { kind: 'http' }>
  constructor(error: Omit<Extract<HttpError, { kind: 'http' }>, 'kind'>) {
    super(error.why)
    this.httpError = { kind: 'http', ...error }
  }
}
