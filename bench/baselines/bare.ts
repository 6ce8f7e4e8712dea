import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveRequests } from '../answers.ts'

/** A recorded response of a real server. */
export type Recorded = { readonly status: number; readonly headers: readonly string[]; readonly body: string }

/** The minimal node:http server: returns the recorded responses in turn. */
const serve = async (answers: readonly Recorded[]): Promise<number> => {
  const ready = answers.map(({ status, headers, body }) => ({
    status,
    headers: [...headers],
    body: Buffer.from(body),
  }))
  let turn = 0
  const server = createServer((request, response) => {
    const answer = ready[turn++ % ready.length]
    if (!answer) throw new Error('no recorded response')
    request.resume()
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  })
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

serveRequests(serve)
