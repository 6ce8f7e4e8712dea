import { appendFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that a client sent. */
export type RecordedRequest = {
  readonly method: string
  /** The path and query, as sent. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What a client sent and reported for one case. */
export type RecordedCase = {
  readonly name: string
  readonly requests: readonly RecordedRequest[]
  /** `returned`, `argument`, or what the script says about the error. */
  readonly outcome: string
}

/** A response that the recorder sends itself, for errors that the server does not produce on demand. */
type Prepared = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Recorder = {
  readonly url: string
  /** The cases in the order of the script. */
  readonly cases: readonly RecordedCase[]
  close(): Promise<void>
}

/**
 * A proxy that forwards to `target` and records each request. A script announces a case with `POST /-/case`
 * `{ name, respond? }` and ends it with `POST /-/outcome` `{ outcome }`; each case is one JSON line in `file`.
 */
export const startRecorder = async (target: string, file: string): Promise<Recorder> => {
  const cases: RecordedCase[] = []
  let current: { name: string; respond?: Prepared; requests: RecordedRequest[] } | undefined

  const control = async (path: string, body: string) => {
    const message = JSON.parse(body)
    if (path === '/-/case') {
      current = { ...message, requests: [] }
      return
    }
    if (!current) throw new Error('An outcome without a case')
    const ended = { name: current.name, requests: current.requests, outcome: String(message.outcome) }
    current = undefined
    cases.push(ended)
    await appendFile(file, `${JSON.stringify(ended)}\n`)
  }

  /** Forwards the path as it was sent; `fetch` would resolve `..` in it. */
  const forward = ({ method, url, headers, body }: RecordedRequest, response: ServerResponse) =>
    new Promise<void>((resolve, reject) => {
      const { hostname, port } = new URL(target)
      const sent = request({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 599, answer.headers)
        answer.pipe(response)
        answer.on('end', resolve)
      })
      sent.on('error', reject)
      sent.end(body)
    })

  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { method = '', url = '', headers } = incoming
    try {
      if (url.startsWith('/-/')) {
        await control(url, body)
        return response.writeHead(204).end()
      }
      if (!current) throw new Error(`A request outside of a case: ${method} ${url}`)
      const recorded = { method, url, headers, body }
      current.requests.push(recorded)
      const { respond } = current
      if (!respond) return await forward(recorded, response)
      response.writeHead(respond.status, { 'content-type': 'application/json', ...respond.headers })
      response.end(JSON.stringify(respond.body))
    } catch (error) {
      response.writeHead(599, { 'content-type': 'text/plain' }).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cases,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
