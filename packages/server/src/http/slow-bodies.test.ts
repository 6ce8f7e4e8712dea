import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { test } from 'node:test'
import { makeServer } from './server.ts'

test('a slow body closes its connection, unless it is a stream', async () => {
  const app = makeServer({ bodyPatience: 50 })
  app.post('/whole', async () => 'read')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  let received: () => void = () => {}
  const waited = new Promise<void>((resolve) => {
    received = resolve
  })
  app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', (_request: unknown, _payload: unknown, done: (error: null) => void) =>
      done(null),
    )
    inner.post('/stream', { config: { body: 'stream' } }, async ({ raw }) => {
      for await (const part of raw) if (String(part).includes('first')) received()
      return 'read'
    })
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const ask = (path: string, body: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 11\r\n\r\n${body}`,
    )
    let answer = ''
    socket.on('data', (part) => {
      answer += part
    })
    return { socket, closed: once(socket, 'close'), answer: () => answer }
  }
  const stream = ask('/stream', 'first')
  await waited
  const whole = ask('/whole', 'first')
  await whole.closed
  assert.match(whole.answer(), /^HTTP\/1.1 408 /)
  const answered = once(stream.socket, 'data')
  stream.socket.write('second')
  await answered
  assert.match(stream.answer(), /^HTTP\/1.1 200 /)
  stream.socket.destroy()
  await app.close()
})
