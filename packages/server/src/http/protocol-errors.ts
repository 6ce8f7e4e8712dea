import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpError, HttpResponse, RequestInfo } from './api.ts'
import { clientRequestId, makeRequestId } from './request-ids.ts'
import { bodyText, type SharedHeaders } from './shared-headers.ts'

export type ProtocolParts = {
  readonly shared: SharedHeaders
  /** The response in the format of the API of the URL. */
  readonly render: (error: HttpError, request: RequestInfo) => HttpResponse
  readonly baseOf: (host: string | undefined) => string
  /** Called for each rejected request, for the log. */
  readonly onRejected: (request: RequestInfo, status: number, why: string) => void
}

/** `rawPacket`: the bytes that could not be parsed; a `Buffer` in Node. */
type Broken = Error & { readonly code?: string; readonly rawPacket?: unknown }
/** Node's private reference from a connection to the response in progress. */
type Busy = Socket & { readonly _httpMessage?: ServerResponse & { readonly req?: IncomingMessage } }

type HttpFacts = Omit<Extract<HttpError, { kind: 'http' }>, 'kind'>

const timeout: HttpFacts = {
  status: 408,
  code: 'request_timeout',
  why: 'The request took too long to arrive.',
}

const factsOf = ({ code }: Broken): HttpFacts => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, code: 'headers_too_large', why: 'The headers of the request are too large.' }
    case 'HPE_INVALID_URL':
      return {
        status: 400,
        code: 'address_invalid',
        why: 'The URL contains characters that must be percent-encoded as UTF-8.',
      }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return timeout
    default:
      return { status: 400, code: 'request_malformed', why: 'The request is not well-formed HTTP/1.1.' }
  }
}

/** The target of the request line, if it arrived. */
const targetOf = (packet: unknown): string | undefined =>
  Buffer.isBuffer(packet)
    ? /^[A-Za-z]+ +([^\s]+)/.exec(packet.subarray(0, 4096).toString('latin1'))?.[1]
    : undefined

/** What is known about a request; headers only if they arrived. */
const requestInfo = (url: string, base: string, headers: IncomingMessage['headers'] = {}): RequestInfo => {
  const id = makeRequestId()
  return { id, shownId: clientRequestId(headers['x-request-id']) ?? id, url, base, headers }
}

/** Answers requests that Node rejects before routing, in the format of the API of the URL. */
export const answerProtocolErrors = (server: Server, parts: ProtocolParts) => {
  const { shared, render, baseOf, onRejected } = parts

  const written = (error: HttpError, request: RequestInfo): HttpResponse => {
    const plain = render(error, request)
    onRejected(request, plain.status, error.kind === 'http' ? error.code : error.kind)
    const type = plain.headers?.['content-type'] ?? 'application/json'
    return { ...plain, headers: { ...shared, ...plain.headers, 'content-type': type, connection: 'close' } }
  }

  /** Writes a complete response to a connection without a `ServerResponse`, and ends it. */
  const end = (socket: Socket, error: HttpError, request: RequestInfo): void => {
    const plain = written(error, request)
    const body = Buffer.from(bodyText(plain))
    const headers = {
      ...plain.headers,
      'content-length': String(body.length),
      date: new Date().toUTCString(),
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const first = `HTTP/1.1 ${plain.status} ${STATUS_CODES[plain.status] ?? 'Error'}\r\n`
    socket.end(Buffer.concat([Buffer.from(`${first}${lines.join('')}\r\n`), body]))
    socket.destroySoon()
  }

  const onClientError = (error: Broken, socket: Busy) => {
    const busy = socket._httpMessage
    if (error.code === 'ECONNRESET' || !socket.writable || busy?.headersSent) {
      socket.destroy()
      return
    }
    const { url, headers } = busy?.req ?? {}
    const target = url ?? targetOf(error.rawPacket) ?? ''
    end(socket, { kind: 'http', ...factsOf(error) }, requestInfo(target, baseOf(headers?.host), headers))
  }

  server.on('checkExpectation', (request, response) => {
    const error: HttpError = {
      kind: 'http',
      status: 417,
      code: 'expectation_failed',
      why: 'The only supported expectation is 100-continue.',
    }
    const { url = '', headers } = request
    const plain = written(error, requestInfo(url, baseOf(headers.host), headers))
    const body = Buffer.from(bodyText(plain))
    response.writeHead(plain.status, { ...plain.headers, 'content-length': body.length }).end(body)
  })
  server.on('connect', ({ headers }, socket) =>
    end(
      socket as Socket,
      { kind: 'wrong_method', allowed: [] },
      requestInfo('', baseOf(headers.host), headers),
    ),
  )

  return {
    onClientError,
    /** Ends the connection of a request whose body did not arrive in time. */
    timedOut: (socket: Socket, request: RequestInfo) => end(socket, { kind: 'http', ...timeout }, request),
  }
}
