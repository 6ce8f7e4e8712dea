import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { sqlitePlace } from './databases.ts'
import { type Native, nativeClient } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const root = new URL('../../../', import.meta.url)
const page = await readFile(new URL('docs/protect-your-app.md', root), 'utf8')
const files = [...page.matchAll(/^```js\n(\/\/ (\S+)\n[\s\S]*?)^```$/gm)].map(([, code = '', name = '']) => ({
  name,
  code,
}))
const [, keyBody = ''] = /^```json\n(.*)\n```$/m.exec(page) ?? []

describe('docs/protect-your-app.md as published', () => {
  let s: TestServer
  let n: Native
  let folder: string
  let environment: Record<string, string>
  const children: ChildProcess[] = []
  before(async () => {
    s = await startTestServer(await sqlitePlace())
    n = await nativeClient(s)
    const url = await s.muster.app.listen({ host: '127.0.0.1', port: 0 })
    const made = await n.call('POST', '/service-users', { secret: n.admin, body: keyBody })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    environment = { IDENTITY_URL: url, API_KEY: made.body.secret, PORT: '0' }
    folder = await mkdtemp(join(tmpdir(), 'muster-protect-'))
    await symlink(fileURLToPath(new URL('node_modules', root)), join(folder, 'node_modules'))
    for (const { name, code } of files) await writeFile(join(folder, name), code)
  })
  after(async () => {
    for (const child of children) child.kill('SIGTERM')
    await s.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Starts a program of the page and returns its URL. */
  const start = async (name: string, more: Record<string, string> = {}) => {
    const env = { PATH: process.env['PATH'] ?? '', ...environment, ...more }
    const child = spawn(process.execPath, [name], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const [said] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
    return `http://127.0.0.1:${/port (\d+)/.exec(String(said))?.[1]}/`
  }
  /** The same for the module that maps a Request to a Response: run by a program that imports it. */
  const startHandler = async (more: Record<string, string> = {}) => {
    const code = `import { createServer } from 'node:http'
import handler from ${JSON.stringify(pathToFileURL(join(folder, 'request-response.mjs')).href)}
const server = createServer(async (request, response) => {
  const answer = await handler.fetch(new Request('http://127.0.0.1/', { headers: request.headers }))
  response.writeHead(answer.status).end(await answer.text())
})
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port))`
    await writeFile(join(folder, 'run.mjs'), code)
    return start('run.mjs', more)
  }
  const closedPort = async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    server.close()
    return port
  }

  test('N12: the page contains the programs of this test', () => {
    assert.deepEqual(
      files.map(({ name }) => name),
      ['me.mjs', 'node-http.mjs', 'introspect.mjs', 'fastify.mjs', 'request-response.mjs'],
    )
  })

  const programs = {
    'node:http': (more?: Record<string, string>) => start('node-http.mjs', more),
    Fastify: (more?: Record<string, string>) => start('fastify.mjs', more),
    'a Request and a Response': (more?: Record<string, string>) => startHandler(more),
  }
  for (const [name, begin] of Object.entries(programs))
    test(`N12: the example with ${name} accepts a session and a key, and rejects missing, closed or unverifiable ones`, async () => {
      const url = await begin()
      const get = async (at: string, secret?: string) => {
        const headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` }
        const answer = await fetch(at, { headers })
        return [answer.status, ((await answer.json()) as { hello?: string }).hello]
      }
      const user = await n.newUser({ developer: true })
      const session = await n.signIn(user.username, user.password)
      const key = await n.call('POST', '/api-keys', { secret: n.admin, body: { name: `for ${name}` } })
      assert.deepEqual(await get(url, session), [200, user.username])
      assert.deepEqual(await get(url, key.body.secret), [200, 'admin'])
      assert.deepEqual(await get(url), [401, undefined])
      assert.deepEqual(await get(url, 'mst_s_unknown'), [401, undefined])
      assert.equal((await n.call('DELETE', '/sessions/current', { secret: session })).status, 204)
      assert.deepEqual(await get(url, session), [401, undefined])
      const alone = await begin({ IDENTITY_URL: `http://127.0.0.1:${await closedPort()}` })
      assert.deepEqual(await get(alone, key.body.secret), [503, undefined])
    })
})
