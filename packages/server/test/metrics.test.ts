import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { openMuster } from '../src/composition/server.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { sqlitePlace } from './databases.ts'
import { rawAsk } from './raw-http.ts'
import { startTestServer, type TestServer } from './test-server.ts'

// Independent of the database.
const withServer = async (settings: object, work: (s: TestServer) => Promise<void>) => {
  const s = await startTestServer(await sqlitePlace(), {}, settings)
  try {
    await work(s)
  } finally {
    await s.close()
  }
}
const local = { host: '127.0.0.1:5000' }

test('S10: local-only metrics are rejected for requests forwarded by a proxy on this machine', async () => {
  await withServer({ trusted_proxies: ['127.0.0.0/8'] }, async (s) => {
    const ask = async (headers: Record<string, string>, from = '127.0.0.1') =>
      (await s.call('GET', '/metrics', { headers: { ...local, ...headers }, from })).status
    for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.0.0.2'])
      assert.equal(await ask({}, from), 200)
    for (const host of ['localhost:5000', '[::1]:5000', 'localhost'])
      assert.equal(await ask({ host }), 200, host)
    const forwarding = [
      ...['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'],
      ...[
        'x-client-ip',
        'true-client-ip',
        'cf-connecting-ip',
        'x-original-forwarded-for',
        'x-envoy-internal',
      ],
    ]
    for (const name of forwarding)
      for (const value of ['127.0.0.1', '203.0.113.8', 'anything', ''])
        assert.equal(await ask({ [name]: value }), 404, `${name}: ${value}`)
    assert.equal(await ask({ host: 'id.example.org' }), 404, 'a publicly known name')
    assert.equal(await ask({}, '203.0.113.8'), 404)
  })
})

test('S10: requests forwarded by nginx with its defaults, HTTP/1.0 without a header, are not local', async () => {
  await withServer({}, async (s) => {
    await s.muster.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = s.muster.app.server.address() as AddressInfo
    const ask = (version: string) =>
      rawAsk(port, `GET /metrics HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
    assert.equal((await ask('1.1')).status, 200)
    assert.equal((await ask('1.0')).status, 404)
  })
})

test('S10: metrics with a separate listen address are served there alone', async () => {
  await withServer({ metrics_listen: '127.0.0.1:0', metrics_for: 'everyone' }, async (s) => {
    await s.muster.app.ready()
    const port = s.muster.metricsPort() ?? assert.fail()
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
      headers: { 'x-forwarded-for': '203.0.113.8' },
    })
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /muster_http_requests_total/)
    assert.equal((await fetch(`http://127.0.0.1:${port}/v3`)).status, 404)
    const post = await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST', body: 'x' })
    assert.deepEqual([post.status, post.headers.get('allow')], [405, 'GET, HEAD'])
    assert.equal((await s.call('GET', '/metrics', { headers: local })).status, 404)
  })
})

test('S10: disabled metrics are not served, and an invalid address stops the start', async () => {
  await withServer({ metrics_for: 'none', metrics_listen: '127.0.0.1:0' }, async (s) => {
    await s.muster.app.ready()
    assert.equal(s.muster.metricsPort(), undefined)
    assert.equal((await s.call('GET', '/metrics', { headers: local })).status, 404)
  })
  const place = await sqlitePlace()
  for (const metrics_listen of ['9464', '127.0.0.1', '127.0.0.1:99999', ':9464'])
    await assert.rejects(
      openMuster({ ...loadConfig({ ...place.environment }), metrics_listen }),
      /metrics_listen/,
    )
  await place.remove()
})
