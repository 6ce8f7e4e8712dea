import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Operation } from '@muster/contract/operation.ts'
import type { HttpResponse } from './api.ts'
import { encodedTag } from './entity-tags.ts'
import { bodyBytes } from './send.ts'

const inPool = (work: (done: (error: Error | null, bytes: Buffer) => void) => void): Promise<Buffer> =>
  new Promise((resolve, reject) => work((error, bytes) => (error ? reject(error) : resolve(bytes))))

/** Bytes; compression of smaller bodies costs more than it saves. */
const worthwhile = 1024

type Coding = 'br' | 'gzip'

/** The supported coding with the highest weight in `Accept-Encoding` (RFC 9110 section 12.5.3), if any. */
export const codingFor = (header: string | undefined): Coding | undefined => {
  if (header === undefined || header.length > 512) return undefined
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [, name, weight = '1'] = /^\s*([\w*-]+)\s*(?:;\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*)?$/.exec(part) ?? []
    if (name !== undefined) weights.set(name === 'x-gzip' ? 'gzip' : name, Number(weight))
  }
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const best: Coding = weightOf('br') >= weightOf('gzip') ? 'br' : 'gzip'
  return weightOf(best) > 0 && weightOf(best) >= (weights.get('identity') ?? 0) ? best : undefined
}

/**
 * Whether responses may be compressed. Responses with secrets never are, because their length would reveal parts of the
 * secret next to text chosen by the client (BREACH); streams are not either.
 */
export const isCompressible = ({ secret, requestStream, responseStream }: Operation): boolean =>
  !secret && !requestStream && !responseStream

const textual = /^(?:text\/|application\/(?:[\w.+-]+\+)?json)/

/** Compresses the response if it is large enough, outside of the main thread. */
export const compressed = async (response: HttpResponse, coding: Coding): Promise<HttpResponse> => {
  const { headers = {}, body } = response
  if (headers['content-encoding'] !== undefined) return response
  const type = headers['content-type'] ?? 'application/json'
  if (body === undefined || !textual.test(type)) return response
  const bytes = bodyBytes(response)
  const rendered = { ...response, headers: { ...headers, 'content-type': type }, body: { rendered: bytes } }
  if (bytes.byteLength < worthwhile) return rendered
  const quality = {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  }
  const packed = await inPool((done) =>
    coding === 'br' ? brotliCompress(bytes, { params: quality }, done) : gzip(bytes, done),
  )
  const { etag } = headers
  return {
    ...response,
    headers: {
      ...rendered.headers,
      'content-encoding': coding,
      ...(etag === undefined ? {} : { etag: encodedTag(etag, coding) }),
    },
    body: { rendered: packed },
  }
}
