import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Handles a request: returns a status, or writes the response itself. */
export type Reaction = number | ((response: ServerResponse, received: Received) => void)

export type Receiver = {
  readonly url: string
  readonly port: number
  readonly received: Received[]
  /** The requests for a path, or for all other paths. */
  readonly react: (reaction: Reaction, path?: string) => void
  /** Resolves when this number of requests has arrived. */
  readonly have: (count: number) => Promise<void>
  close(): Promise<void>
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** A real HTTP server on loopback that records requests; it responds 204 by default. */
export const startReceiver = async (): Promise<Receiver> => {
  const received: Received[] = []
  const reactions = new Map<string | undefined, Reaction>([[undefined, 204]])
  let heard: () => void = () => {}
  const server = createServer((request, response) => {
    read(request).then((body) => {
      const one: Received = {
        path: request.url ?? '',
        headers: request.headers as Readonly<Record<string, string>>,
        body,
      }
      assert.equal(request.method, 'POST')
      received.push(one)
      const reaction = reactions.get(one.path) ?? reactions.get(undefined) ?? 204
      if (typeof reaction === 'number') response.writeHead(reaction).end()
      else reaction(response, one)
      heard()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    react: (reaction, path) => void reactions.set(path, reaction),
    async have(count) {
      while (received.length < count)
        await new Promise<void>((resolve) => {
          heard = resolve
        })
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
