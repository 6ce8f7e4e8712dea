import type { Static, TSchema } from 'typebox'

/**
 * One operation that a face promises. Data only: the server mounts it, the SDK types itself by it, the
 * OpenAPI document and the promises test are made from it.
 */
export type Operation = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the face's prefix, parameters as `{user_id}`. */
  readonly path: string
  readonly summary: string
  /** What it does, who may do it, and its errors, for people who read the OpenAPI document. */
  readonly description?: string
  /** Keys that mean something in the query string, each text. Others are ignored unless `strictQuery`. */
  readonly query?: readonly string[]
  readonly strictQuery?: boolean
  /** Request headers that mean something to it, beside the proof of who asks. */
  readonly headers?: readonly string[]
  /** Absent: a body is read and ignored. */
  readonly body?: TSchema
  /** Which of the two is `application/x-www-form-urlencoded` instead of JSON; its schema is of the object it stands for. */
  readonly form?: 'body' | 'answer'
  /** Media types of a body that is handed on as it comes, without a limit; it has no schema. */
  readonly takesStream?: readonly string[]
  /** Media types of an answer that is sent as it is made; its schema is of the text. */
  readonly answersStream?: readonly string[]
  /** Every status the operation answers on success, with the schema of its body; `null`: no body. */
  readonly answers: Readonly<Record<number, TSchema | null>>
  /** Statuses of errors, beyond those every operation may answer (400, 401, 403, 413). */
  readonly errors?: readonly number[]
  /** A POST that changes nothing: its answer is never kept for a repeated request. */
  readonly asks?: boolean
  /** Answers without a proof of who asks. */
  readonly open?: boolean
  /** Its answers hold secrets, tokens or a way to them: they are never compressed (BREACH). */
  readonly secret?: true
  /** Where the promise was read. */
  readonly source: string
}

export type Contract = Readonly<Record<string, Operation>>

type PathNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never

/** What a handler is asked. */
export type OperationRequest<O extends Operation> = {
  readonly params: { readonly [K in PathNames<O['path']>]: string }
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: O['takesStream'] extends readonly string[]
    ? Incoming
    : O['body'] extends TSchema
      ? Static<O['body']>
      : unknown
}

/** A body that is handed on as it comes. */
export type Incoming = {
  /** As the request says, in lower case; whether the operation takes it, its handler asks. */
  readonly mediaType: string
  /** To be read once; throws when the client goes away. Nothing is read before it is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Aborted with a code for why nothing more will come: the client is gone, or the server stops. */
  readonly signal: AbortSignal
}

type BodyOf<S> = S extends TSchema ? Static<S> : undefined

/** What a handler may answer: one of the promised statuses with its body. */
export type OperationResponse<O extends Operation> = {
  [Status in keyof O['answers'] & number]: {
    readonly status: Status
    readonly headers?: Readonly<Record<string, string>>
    /** A string or bytes are sent as they are: rendered before, of the same shape. */
    readonly body?: O['answersStream'] extends readonly string[]
      ? AsyncIterable<string>
      : BodyOf<O['answers'][Status]> | PreSerialized
  }
}[keyof O['answers'] & number]

/** JSON text made once and sent often. */
export type PreSerialized = { readonly rendered: Uint8Array }
