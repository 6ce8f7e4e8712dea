import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { test } from 'node:test'
import { sqlitePlace } from './databases.ts'
import { nativeClient } from './native.ts'
import { startTestServer } from './test-server.ts'

test('a body that is too large is rejected so that a client that reads after sending still receives the response', async () => {
  const s = await startTestServer(await sqlitePlace())
  try {
    const { admin } = await nativeClient(s)
    await s.muster.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = s.muster.app.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    const body = Buffer.alloc(8_000_000, 'x')
    const head = [
      'POST /api/v1/users HTTP/1.1',
      'Host: muster.test',
      `Authorization: Bearer ${admin}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '\r\n',
    ]
    socket.write(head.join('\r\n'))
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.write(body, (error) => (error ? reject(error) : resolve()))
    })
    const [answer] = await once(socket, 'data')
    assert.match(String(answer), /^HTTP\/1\.1 413 /)
    socket.destroy()
  } finally {
    await s.close()
  }
})
