import type { Contract, Operation, OperationRequest, OperationResponse } from '@muster/contract/operation.ts'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../core/kernel/caller.ts'
import type { DomainError } from '../core/kernel/domain-error.ts'
import type { Core } from '../core/kernel/executor.ts'
import type { Attempt } from '../core/kernel/idempotency/attempt.ts'
import type { Command, Query } from '../core/kernel/operation.ts'
import type { FieldError } from './field-errors.ts'
import type { Limits } from './rate-limits.ts'

/** What HTTP itself can go wrong with, before or beside any operation. */
export type HttpError =
  | { readonly kind: 'no_route' }
  | { readonly kind: 'wrong_method'; readonly allowed: readonly string[] }
  | {
      readonly kind: 'unreadable'
      readonly why: string
      readonly field?: string
      readonly wrongs: readonly FieldError[]
    }
  | { readonly kind: 'too_large' }
  /** The protocol itself: a status that means the same at every API, and what to do in words. */
  | {
      readonly kind: 'http'
      readonly status: 400 | 408 | 415 | 417 | 431
      readonly code: string
      readonly why: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'crashed' }

/** What is known of every request, even of one whose headers could not be read. */
export type Asked = {
  readonly id: string
  /** The well-formed `X-Request-Id` that came with the request; the id else. */
  readonly shownId: string
  readonly url: string
  readonly base: string
}

/** An answer as HTTP sends it. */
export type HttpResponse = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** One request, as a handler sees it beside what was asked. */
export type RequestContext = {
  readonly caller: Caller
  readonly requestId: string
  /** The address clients reach the server by, without a trailing slash; ends before the face's prefix. */
  readonly base: string
  /** Path and query as they came. */
  readonly url: string
  readonly header: (name: string) => string | undefined
  /** The address of the client, as far as trusted proxies give it; that of the peer else. Never a port. */
  readonly address: string
  /** The network address of the other end of the connection, be it a proxy. */
  readonly peer: string
  readonly run: CoreRun
}

/** `core.run` with the caller and the origin of this request filled in; `once`: the attempt whose work it is. */
export type CoreRun = {
  <I, F, O>(operation: Query<I, F, O>, input: I, once?: Attempt): Promise<O>
  <I, F, P, O>(operation: Command<I, F, P, O>, input: I, once?: Attempt): Promise<O>
}

export type Handler<O extends Operation> = (
  ask: OperationRequest<O>,
  context: RequestContext,
) => Promise<OperationResponse<O>>
/** A missing handler, an undeclared status or a field too many does not compile. */
export type Handlers<C extends Contract> = { readonly [K in keyof C]: Handler<C[K]> }

/** One face: its promises, the handlers that keep them, and its words for everything that goes wrong. */
export type ApiDefinition = {
  readonly name: string
  /** `''` or `/api/v1`. */
  readonly prefix: string
  readonly contract: Contract
  readonly handlers: Readonly<Record<string, Handler<never>>>
  /** Bytes. */
  readonly bodyLimit: number
  /** Who asks. Throws an error for a proof that does not hold; `anonymous` when none was shown. */
  readonly authenticate: (request: FastifyRequest) => Caller | Promise<Caller>
  /** Counts the request, tells what is left in headers, and rejects with `resource_exhausted` when it is one too many. */
  readonly limits?: Limits
  /** An anonymous caller of an operation that is not open is refused before its body is read. */
  readonly authenticateBeforeBody?: boolean
  readonly toErrorResponse: (error: DomainError, request: FastifyRequest) => HttpResponse
  readonly renderHttpError: (fault: HttpError, asked: Asked) => HttpResponse
  /** Headers of every answer, beside those that all faces share. */
  readonly headers: (asked: Asked) => Readonly<Record<string, string>>
  /** Turns the body's bytes into a value, or throws an `Unreadable`. Absent: JSON only. */
  readonly readBody?: (bytes: Buffer, contentType: string | undefined, request: FastifyRequest) => unknown
  /** The path below the prefix of the page that browsers get at `/`. */
  readonly frontPage?: string
  /** Origins whose pages may call it from a browser (CORS). */
  readonly crossOrigins?: readonly string[]
  /** By the path below the prefix, exactly as it is asked for: see `shortcuts.ts`. */
  readonly fastPaths?: Readonly<Record<string, FastPath>>
}

/** An answer with status 200, complete: header names and values in turn, and the bytes of the body. */
export type RawResponse = {
  readonly headers: (requestId: string, clientRequestId: string | undefined) => string[]
  readonly rendered: Uint8Array
}

/** A GET answered from memory at once. Undefined for anything but a plain success. */
export type FastPath = (headers: FastifyRequest['headers'], now: Core['now']) => RawResponse | undefined

/** A request that cannot be understood. */
export class BadRequest extends Error {
  readonly field: string | undefined
  /** Every place that is wrong, where that is known. */
  readonly wrongs: readonly FieldError[]
  constructor(why: string, field?: string, wrongs: readonly FieldError[] = []) {
    super(why)
    this.field = field
    this.wrongs = wrongs
  }
}

/** A request that HTTP itself rejects. */
export class HttpFault extends Error {
  readonly fault: Extract<HttpError, { kind: 'http' }>
  constructor(fault: Omit<Extract<HttpError, { kind: 'http' }>, 'kind'>) {
    super(fault.why)
    this.fault = { kind: 'http', ...fault }
  }
}
