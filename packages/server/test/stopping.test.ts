import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { serve } from './process.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const open = async (url: string, text = ''): Promise<Socket> => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  // A connection reset also counts as closed.
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (text !== '') socket.write(text)
  return socket
}

const ended = (socket: Socket): Promise<unknown> => {
  socket.resume()
  return socket.closed ? Promise.resolve() : once(socket, 'close')
}

describe('shutdown', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-stop-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  // Longer than a busy machine needs, and shorter than the 30 s for running requests.
  test('R11: idle connections do not delay shutdown', { timeout: 25_000 }, async () => {
    const serving = await serve({ MUSTER_DATA_DIR: join(folder, 'silent') })
    const sockets = await Promise.all([
      open(serving.url),
      open(serving.url, 'GET /v3 HTTP/1.1\r\nHost: x\r\nX-Half'),
      open(serving.url, 'GET /v3 HTTP/1.1\r\nHost: x\r\n\r\n'),
    ])
    await once(sockets[2], 'data')
    assert.equal(await serving.stop('SIGTERM'), 0)
    await Promise.all(sockets.map(ended))
  })

  test('R11: a running request is answered before the end', { timeout: 25_000 }, async () => {
    const serving = await serve({ MUSTER_DATA_DIR: join(folder, 'busy') })
    const silent = await open(serving.url)
    const body = JSON.stringify({ auth: { identity: { methods: [] } } })
    const busy = await open(
      serving.url,
      `POST /v3/auth/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
    )
    let said = ''
    busy.on('data', (chunk) => {
      said += chunk
    })
    // The server has read the header and waits for the body.
    while (!said.includes('100 Continue')) await once(busy, 'data')
    const stopped = serving.stop('SIGTERM')
    // The server closes the idle connection only at shutdown.
    await ended(silent)
    busy.write(body)
    assert.equal(await stopped, 0)
    assert.match(said, /HTTP\/1\.1 400 /)
  })

  test('R11: SIGTERM to npm start ends the server too', { timeout: 60_000 }, async () => {
    const child: ChildProcess = spawn('npm', ['start'], {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        MUSTER_PORT: '0',
        MUSTER_DATA_DIR: join(folder, 'npm'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    const closed = once(child, 'close')
    child.stderr?.resume()
    child.stdout?.on('data', (chunk) => {
      said += chunk
    })
    while (!/http:\/\/127\.0\.0\.1:\d+/.test(said)) await once(child.stdout as NodeJS.ReadableStream, 'data')
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
    child.kill('SIGTERM')
    // The server holds the other end of these pipes: they close with the server, not with npm.
    await closed
    await assert.rejects(fetch(url), 'the port is closed')
  })

  test('R11: the documented unit and container file start node itself', async () => {
    const page = await readFile(join(root, 'docs/running.md'), 'utf8')
    for (const line of ['ExecStart=', 'CMD ['])
      assert.match(page, new RegExp(`^${line.replace('[', '\\[')}.*node.*packages/cli/muster\\.mjs`, 'm'))
  })
})
