import { InvalidResponseError, type RequestInfo } from '../transport/errors.ts'
import { type Paginated, paginate } from '../transport/pages.ts'
import type { TransportRequest, TransportResponse } from '../transport/transport.ts'
import { asArray, asObject, UnexpectedShape } from './fields.ts'

/** Sends a request to Identity v3, with the token; paths are relative to `/v3`. */
export type Send = (request: TransportRequest) => Promise<TransportResponse>

/** Converts the body of a response. An unexpected shape is an `InvalidResponseError`. */
export const readBody = <T>(
  { method, path }: RequestInfo,
  { status, body }: Pick<TransportResponse, 'status' | 'body'>,
  convert: (body: unknown) => T,
): T => {
  try {
    return convert(body)
  } catch (cause) {
    if (cause instanceof UnexpectedShape)
      throw new InvalidResponseError({ method, path }, status, cause.message)
    throw cause
  }
}

/** Sends a request and converts the body of its response. */
export const fetchBody = async <T>(
  send: Send,
  request: TransportRequest,
  convert: (body: unknown) => T,
): Promise<T> => readBody(request, await send(request), convert)

/** The parameters of a page. */
type Position = Readonly<Record<string, string>>

/** A list that follows `links.next` by its marker, never by its address. */
export const listPages = <T>(
  send: Send,
  request: TransportRequest,
  collection: string,
  read: (wire: unknown) => T,
): Paginated<T> =>
  paginate<T, Position>(async (position) => {
    const response = await send({ ...request, query: { ...request.query, ...position } })
    return readBody(request, response, (body) => {
      const page = asObject(body, 'the response')
      const rows = asArray(page[collection], collection)
      return { items: rows.map(read), next: nextPosition(page, rows) }
    })
  })

/** Undefined after the last page. */
const nextPosition = (
  page: Readonly<Record<string, unknown>>,
  rows: readonly unknown[],
): Position | undefined => {
  const { next } = { ...(page['links'] as { readonly next?: unknown } | null | undefined) }
  if (typeof next !== 'string' || !URL.canParse(next, 'http://relative')) return undefined
  const { searchParams } = new URL(next, 'http://relative')
  const last = rows.at(-1)
  const marker =
    searchParams.get('marker') ?? (last === undefined ? undefined : asObject(last, 'a row')['id'])
  if (typeof marker !== 'string') return undefined
  const limit = searchParams.get('limit')
  return { marker, ...(limit === null ? {} : { limit }) }
}
