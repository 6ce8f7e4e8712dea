import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerQuestions } from '../answers.ts'

/** An answer that a real server gave. */
export type Recorded = { readonly status: number; readonly headers: readonly string[]; readonly body: string }

/** The least that node:http can do: the same answers, byte for byte, without asking why. */
const serve = async (answers: readonly Recorded[]): Promise<number> => {
  const ready = answers.map(({ status, headers, body }) => ({
    status,
    headers: [...headers],
    body: Buffer.from(body),
  }))
  let turn = 0
  const server = createServer((request, response) => {
    const answer = ready[turn++ % ready.length]
    if (!answer) throw new Error('nothing to answer')
    request.resume()
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  })
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

answerQuestions(serve)
