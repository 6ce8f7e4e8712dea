import { ArgumentError, InvalidResponseError } from '../transport/errors.ts'
import { type PaginatedByCursor, paginate } from '../transport/pages.ts'
import type { CallOptions, Transport, TransportRequest, TransportResponse } from '../transport/transport.ts'
import type { Query } from '../transport/url.ts'

/** Options of a change. */
export type ChangeOptions = CallOptions & {
  /** The object as it was read, or its ETag: 412 `version_changed` when it was changed since. */
  readonly ifMatch?: object | string | undefined
}

/** Options of a POST. */
export type PostOptions = CallOptions & {
  /** The key that makes a repeated request have one effect; default: a random one for each call. */
  readonly idempotencyKey?: string | undefined
}

export type RequestParts = Pick<
  TransportRequest,
  'params' | 'query' | 'json' | 'form' | 'headers' | 'authenticated' | 'idempotent'
>

/** What the resources of the native client send their requests with. */
export type NativeApi = {
  readonly send: <T>(
    method: TransportRequest['method'],
    path: string,
    parts?: RequestParts,
    options?: CallOptions & ChangeOptions & PostOptions,
  ) => Promise<T>
  /** A list whose pages contain their items in the member `name`. */
  readonly list: <T>(
    path: string,
    name: string,
    parts?: RequestParts,
    options?: CallOptions,
  ) => PaginatedByCursor<T>
  readonly transport: Transport
}

/** ETags of the objects that this program has read. */
const tags = new WeakMap<object, string>()

const tagOf = (object: object | string): string => {
  const tag = typeof object === 'string' ? object : tags.get(object)
  if (tag === undefined)
    throw new ArgumentError('ifMatch', 'must be an ETag or an object that the client returned')
  return tag
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const makeNativeApi = (transport: Transport): NativeApi => {
  const send: NativeApi['send'] = async (method, path, parts = {}, options = {}) => {
    const { ifMatch, idempotencyKey, ...call } = options
    // The server stores the response of a POST by its key, so that the request can be repeated.
    const keyed = method === 'POST' && parts.authenticated !== false && parts.idempotent !== false
    const response = await transport.send({
      method,
      path,
      ...call,
      idempotent: keyed || undefined,
      ...parts,
      headers: {
        ...(ifMatch === undefined ? {} : { 'if-match': tagOf(ifMatch) }),
        ...(keyed ? { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() } : {}),
        ...parts.headers,
      },
    })
    return withTag(response) as never
  }
  return {
    transport,
    send,
    list: <T>(path: string, name: string, parts: RequestParts = {}, options: CallOptions = {}) =>
      paginate<T, string>(async (cursor) => {
        const query: Query = { ...parts.query, ...(cursor === undefined ? {} : { cursor }) }
        const page = await send<Record<string, unknown>>('GET', path, { ...parts, query }, options)
        const items = isObject(page) ? page[name] : undefined
        if (!Array.isArray(items))
          throw new InvalidResponseError({ method: 'GET', path }, 200, `the response has no list ${name}`)
        return { items, next: typeof page.next_cursor === 'string' ? page.next_cursor : undefined }
      }),
  }
}

/** The body of a response, whose ETag is kept for `ifMatch`. */
const withTag = ({ headers, body }: TransportResponse): unknown => {
  const tag = headers.get('etag')
  if (tag !== null && isObject(body)) tags.set(body, tag)
  return body
}
