import { request as httpRequest } from 'node:http'
import type { Recorded } from './baselines/bare.ts'

/** A running Identity v3 server, Muster or another. */
export type Target = {
  readonly name: string
  readonly host: string
  readonly port: number
  /** The process id of the server, when this run started it. */
  readonly pid: number | undefined
  readonly password: string
}

export type ApiCall = {
  readonly method: string
  readonly path: string
  readonly token?: string | undefined
  /** A session secret of the native API. */
  readonly secret?: string | undefined
  readonly subject?: string | undefined
  readonly body?: unknown
}

const headersOf = (
  { host, port }: Target,
  { token, secret, subject }: ApiCall,
  payload: string | undefined,
): Record<string, string> => ({
  host: `${host}:${port}`,
  ...(token === undefined ? {} : { 'x-auth-token': token }),
  ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
  ...(subject === undefined ? {} : { 'x-subject-token': subject }),
  ...(payload === undefined
    ? {}
    : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
})

const payloadOf = ({ body }: ApiCall) => (body === undefined ? undefined : JSON.stringify(body))

/** The request as sent over the wire. */
export const serialize = (target: Target, call: ApiCall): string => {
  const payload = payloadOf(call)
  const lines = Object.entries(headersOf(target, call, payload)).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `${call.method} ${call.path} HTTP/1.1\r\n${lines.join('')}\r\n${payload ?? ''}`
}

/** Headers that node:http writes itself. */
const automatic = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])

/** Sends the request once and returns the unchanged response. */
export const record = (target: Target, call: ApiCall): Promise<Recorded> =>
  new Promise((resolve, reject) => {
    const payload = payloadOf(call)
    const { host, port } = target
    const request = httpRequest({
      host,
      port,
      method: call.method,
      path: call.path,
      headers: headersOf(target, call, payload),
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const raw = response.rawHeaders
        const headers = raw.filter((_, i) => !automatic.has((raw[i - (i % 2)] ?? '').toLowerCase()))
        resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString() })
      })
    })
    request.end(payload)
  })

// biome-ignore lint/suspicious/noExplicitAny: answers of any server, read where they are used
type Body = any

/** Sends the request once and throws unless the response has the status. */
export const must = async (
  target: Target,
  status: number,
  call: ApiCall,
): Promise<{ body: Body; header: (name: string) => string }> => {
  const answer = await record(target, call)
  if (answer.status !== status)
    throw new Error(
      `${target.name}: ${call.method} ${call.path}: ${answer.status}, not ${status}: ${answer.body.slice(0, 300)}`,
    )
  return {
    body: answer.body === '' ? undefined : JSON.parse(answer.body),
    header: (name) =>
      answer.headers[
        answer.headers.findIndex((header, i) => i % 2 === 0 && header.toLowerCase() === name) + 1
      ] ?? '',
  }
}

export const passwordAuth = (user: object, scope?: object) => ({
  auth: { identity: { methods: ['password'], password: { user } }, ...(scope && { scope }) },
})

export const tokenAuth = (token: string, scope?: object) => ({
  auth: { identity: { methods: ['token'], token: { id: token } }, ...(scope && { scope }) },
})

/** Signs in and returns the token. */
export const signIn = async (target: Target, body: object): Promise<string> =>
  (await must(target, 201, { method: 'POST', path: '/v3/auth/tokens', body })).header('x-subject-token')
