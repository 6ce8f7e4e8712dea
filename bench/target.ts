import { request as httpRequest } from 'node:http'
import type { Recorded } from './baselines/bare.ts'

/** A server of Identity v3 that is running, Muster or another. */
export type Place = {
  readonly name: string
  readonly host: string
  readonly port: number
  /** Of the process that answers, when this run started it. */
  readonly pid: number | undefined
  readonly password: string
}

export type Ask = {
  readonly method: string
  readonly path: string
  readonly token?: string | undefined
  /** Of a session at the native API. */
  readonly secret?: string | undefined
  readonly subject?: string | undefined
  readonly body?: unknown
}

const headersOf = (
  { host, port }: Place,
  { token, secret, subject }: Ask,
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

const payloadOf = ({ body }: Ask) => (body === undefined ? undefined : JSON.stringify(body))

/** The request as it goes over the wire. */
export const asText = (place: Place, ask: Ask): string => {
  const payload = payloadOf(ask)
  const lines = Object.entries(headersOf(place, ask, payload)).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${ask.method} ${ask.path} HTTP/1.1\r\n${lines.join('')}\r\n${payload ?? ''}`
}

/** Written by node:http itself, so the bare server has them already. */
const automatic = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])

/** Asks once and keeps the answer as it came. */
export const record = (place: Place, ask: Ask): Promise<Recorded> =>
  new Promise((resolve, reject) => {
    const payload = payloadOf(ask)
    const { host, port } = place
    const request = httpRequest({
      host,
      port,
      method: ask.method,
      path: ask.path,
      headers: headersOf(place, ask, payload),
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

/** Asks once, and fails unless the answer has one of the statuses. */
export const must = async (
  place: Place,
  status: number,
  ask: Ask,
): Promise<{ body: Body; header: (name: string) => string }> => {
  const answer = await record(place, ask)
  if (answer.status !== status)
    throw new Error(
      `${place.name}: ${ask.method} ${ask.path}: ${answer.status}, not ${status}: ${answer.body.slice(0, 300)}`,
    )
  return {
    body: answer.body === '' ? undefined : JSON.parse(answer.body),
    header: (name) =>
      answer.headers[
        answer.headers.findIndex((given, i) => i % 2 === 0 && given.toLowerCase() === name) + 1
      ] ?? '',
  }
}

export const passwordAuth = (user: object, scope?: object) => ({
  auth: { identity: { methods: ['password'], password: { user } }, ...(scope && { scope }) },
})

export const tokenAuth = (token: string, scope?: object) => ({
  auth: { identity: { methods: ['token'], token: { id: token } }, ...(scope && { scope }) },
})

/** Signs in and answers the token. */
export const signIn = async (place: Place, body: object): Promise<string> =>
  (await must(place, 201, { method: 'POST', path: '/v3/auth/tokens', body })).header('x-subject-token')
