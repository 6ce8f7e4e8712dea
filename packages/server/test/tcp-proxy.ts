import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type TestProxy = {
  /** The same URL through the proxy. */
  readonly url: string
  /** `hang`: connections stay open without traffic. `down`: connections are closed, and new ones too. */
  set(mode: 'pass' | 'hang' | 'down'): void
  /** Closes the next connection that sends this text, after the server has read it and before the response passes. */
  cutAfter(text: string): void
  /** Called once, when a client sends this text and before it passes. */
  onSaying(text: string, react: () => void): void
  close(): Promise<void>
}

/** A TCP proxy on loopback that injects faults. */
export const startProxy = async (target: string): Promise<TestProxy> => {
  const { hostname, port } = new URL(target)
  const pairs = new Set<readonly [Socket, Socket]>()
  let mode: Parameters<TestProxy['set']>[0] = 'pass'
  let fatal: string | undefined
  let awaited: { readonly text: string; readonly react: () => void } | undefined
  const cut = (pair: readonly [Socket, Socket]) => {
    for (const socket of pair) socket.destroy()
  }
  const server = createServer((client) => {
    if (mode === 'down') return client.destroy()
    const upstream = connect(Number(port), hostname)
    const pair = [client, upstream] as const
    let doomed = false
    pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => {})
      socket.on('close', () => {
        cut(pair)
        pairs.delete(pair)
      })
      if (mode === 'hang') socket.pause()
    }
    client.on('data', (chunk) => {
      if (awaited && chunk.includes(awaited.text)) {
        const { react } = awaited
        awaited = undefined
        react()
      }
      if (fatal !== undefined && chunk.includes(fatal)) {
        fatal = undefined
        doomed = true
      }
      upstream.write(chunk)
    })
    // The response shows that the server completed the request.
    upstream.on('data', (chunk) => (doomed ? cut(pair) : client.write(chunk)))
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(target)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    set(next) {
      mode = next
      for (const pair of pairs) {
        if (next === 'down') cut(pair)
        for (const socket of pair) next === 'hang' ? socket.pause() : socket.resume()
      }
    },
    cutAfter(text) {
      fatal = text
    },
    onSaying(text, react) {
      awaited = { text, react }
    },
    async close() {
      for (const pair of pairs) cut(pair)
      server.close()
      await once(server, 'close')
    },
  }
}
