import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openConsoleFiles } from '../../src/composition/console-files.ts'
import { sqlitePlace } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

describe('the files of the console', () => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await sqlitePlace(), { MUSTER_PUBLIC_URL: 'https://muster.test/identity' })
  })
  after(() => s.close())
  const get = (path: string, headers: Record<string, string> = {}) => s.call('GET', path, { headers })

  test('every address of a page is the same page, with a strict policy and a new nonce', async () => {
    const nonces = new Set<string>()
    for (const path of ['/console', '/console/', '/console/users', '/console/users/a/b/c?search=x']) {
      const { status, headers, body } = await get(path)
      assert.equal(status, 200, path)
      assert.match(String(headers['content-type']), /^text\/html/)
      const policy = String(headers['content-security-policy'])
      const [, nonce = ''] = /style-src 'self' 'nonce-([^']+)'/.exec(policy) ?? assert.fail(policy)
      assert.match(policy, /default-src 'none'; script-src 'self';.*frame-ancestors 'none'/)
      assert.match(String(body), new RegExp(`nonce="${nonce.replaceAll('+', '\\+')}"`))
      assert.match(String(body), /<base href="\/identity\/console\/">/)
      nonces.add(nonce)
    }
    assert.equal(nonces.size, 4)
  })

  test('files are immutable and sent as they were compressed', async () => {
    const [, name] = /src="\.\/(assets\/[\w.-]+\.js)"/.exec((await get('/console')).body) ?? []
    for (const [accepted, coding] of [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const { status, headers } = await get(`/console/${name}`, { 'accept-encoding': accepted })
      assert.equal(status, 200)
      assert.equal(headers['content-encoding'], coding)
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
      assert.match(String(headers['content-type']), /^text\/javascript/)
    }
  })

  test('no other file can be read', async () => {
    for (const name of [
      'unknown.js',
      '..%2findex.html',
      '%2e%2e%2f%2e%2e%2fpackage.json',
      'index.js%00',
      '.js',
    ]) {
      const { status, body } = await get(`/console/assets/${name}`)
      assert.ok(status === 404 || status === 400, `${name}: ${status}`)
      assert.doesNotMatch(String(body), /<html|"name"/)
    }
  })

  test('rejects other methods', async () => {
    assert.equal((await s.call('POST', '/console/users')).status, 405)
    assert.equal((await s.call('DELETE', '/console/assets/x.js')).status, 405)
  })

  test('a server without a built console says how to build it, and finds it when it is there', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-console-'))
    t.after(() => rm(folder, { recursive: true }))
    let now = 0
    const files = openConsoleFiles(new URL(`${pathToFileURL(folder).href}/`), () => now)
    assert.equal(await files.page(), undefined)
    assert.equal(await files.asset('a.js', 'br'), undefined)
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), 'page')
    await writeFile(join(folder, 'assets', 'a.js'), 'script')
    assert.equal(await files.page(), 'page')
    assert.equal(
      await files.asset('a.js', 'br'),
      undefined,
      'the folder is not listed for every unknown name',
    )
    now = 1000
    const found = await files.asset('a.js', 'br')
    assert.deepEqual([Buffer.from(found?.bytes ?? []).toString(), found?.coding], ['script', undefined])
  })
})
