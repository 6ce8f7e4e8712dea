import type { Static, TSchema } from 'typebox'

/**
 * One operation of an API's contract, as data: the server mounts it, handlers derive their types from it, and the OpenAPI
 * document, the reference pages and the contract tests read it.
 */
export type Operation = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to the prefix of the API, with parameters as `{user_id}`. */
  readonly path: string
  readonly summary: string
  /** Behaviour, required permissions and errors, for the OpenAPI document. */
  readonly description?: string
  /** Names of query parameters, all strings. Others are ignored unless `strictQuery`. */
  readonly query?: readonly string[]
  readonly strictQuery?: boolean
  /** Request headers other than the credentials. */
  readonly headers?: readonly string[]
  /** Absent: a body is read and ignored. */
  readonly body?: TSchema
  /** Which body is `application/x-www-form-urlencoded` instead of JSON; its schema describes the decoded object. */
  readonly form?: 'request' | 'response'
  /** Media types of a streamed request body without a size limit; it has no schema. */
  readonly requestStream?: readonly string[]
  /** Media types of a streamed response; its schema describes the text. */
  readonly responseStream?: readonly string[]
  /** Every success status with the schema of its body; `null`: no body. */
  readonly responses: Readonly<Record<number, TSchema | null>>
  /** Error statuses in addition to those of every operation (400, 401, 403, 413). */
  readonly errors?: readonly number[]
  /** A POST that changes nothing: its response is not stored for repeated requests. */
  readonly readOnly?: boolean
  /** Public: needs no authentication. */
  readonly public?: boolean
  /** Responses contain secrets, tokens or links with them: they are never compressed (BREACH). */
  readonly secret?: true
  /** The source of the contract. */
  readonly source: string
}

export type Contract = Readonly<Record<string, Operation>>

type PathNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never

/** The request of a handler. */
export type OperationRequest<O extends Operation> = {
  readonly params: { readonly [K in PathNames<O['path']>]: string }
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: O['requestStream'] extends readonly string[]
    ? Incoming
    : O['body'] extends TSchema
      ? Static<O['body']>
      : unknown
}

/** A streamed request body. */
export type Incoming = {
  /** The media type of the request in lower case; the handler checks whether it is supported. */
  readonly mediaType: string
  /** Can be read once, on demand; throws when the client disconnects. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Aborted with a reason code when the client disconnects or the server stops. */
  readonly signal: AbortSignal
}

type BodyOf<S> = S extends TSchema ? Static<S> : undefined

/** The response of a handler: one of the statuses of the contract with its body. */
export type OperationResponse<O extends Operation> = {
  [Status in keyof O['responses'] & number]: {
    readonly status: Status
    readonly headers?: Readonly<Record<string, string>>
    /** A string or bytes are sent unchanged: JSON of the same schema that was rendered before. */
    readonly body?: O['responseStream'] extends readonly string[]
      ? AsyncIterable<string>
      : BodyOf<O['responses'][Status]> | PreSerialized
  }
}[keyof O['responses'] & number]

/** JSON text that is rendered once and sent many times. */
export type PreSerialized = { readonly rendered: Uint8Array }
