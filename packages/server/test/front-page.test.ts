import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { prefersHtml } from '../src/http/prefers-html.ts'
import { sqlitePlace } from './databases.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

// Independent of the database.
describe('the page at /', () => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await sqlitePlace(), { MUSTER_PUBLIC_URL: 'http://muster.test/id' })
  })
  after(() => s.close())

  const at = (accept: string | undefined, url = '/', method = 'GET') =>
    s.call(method, url, { headers: accept === undefined ? {} : { accept } })

  test('N8: a browser receives a page that describes the server and links to every page for users', async () => {
    const { status, headers, body } = await at(browser)
    assert.equal(status, 200)
    assert.match(String(headers['content-type']), /^text\/html/)
    assert.match(String(headers['vary']), /\bAccept\b/)
    assert.match(String(headers['content-security-policy']), /default-src 'none'/)
    const links = [...body.matchAll(/<a href="([^"]+)"/g)].map(([, to]) => to)
    assert.deepEqual(links.sort(), [
      '/id/account/password',
      '/id/account/recovery',
      '/id/api/v1/docs',
      '/id/api/v1/openapi.json',
      '/id/console',
      '/id/healthcheck',
      '/id/readyz',
      '/id/v3',
    ])
    for (const link of links)
      assert.equal((await s.call('GET', String(link).slice('/id'.length))).status, 200, link)
    const { version } = JSON.parse(await readFile(`${import.meta.dirname}/../package.json`, 'utf8'))
    assert.ok(body.includes(`Muster ${version}`))
    assert.match(body, /<html lang="en" dir="ltr">/)
    assert.match(body, /name="viewport"/)
    assert.match(body, /name="color-scheme" content="light dark"/)
    assert.equal([...body.matchAll(/<h1>/g)].length, 1)
    assert.doesNotMatch(body, /<script/)
  })

  test('N8: other clients receive the list of versions of Identity v3', async () => {
    for (const accept of [
      undefined,
      '*/*',
      'application/json',
      'application/json, text/html;q=0.5',
      'text/html;q=0',
    ]) {
      const { status, headers, body } = await at(accept)
      assert.deepEqual([status, body.versions.values[0].id], [300, 'v3.14'], accept)
      assert.match(String(headers['vary']), /\bAccept\b/)
    }
    const home = await at('application/json-home')
    assert.match(String(home.headers['content-type']), /^application\/json-home/)
  })

  test('N8: HEAD and a query make no difference, other methods and paths are unaffected', async () => {
    assert.match(String((await at(browser, '/', 'HEAD')).headers['content-type']), /^text\/html/)
    assert.equal((await at(browser, '/?from=mail')).status, 200)
    assert.equal((await at(browser, '/account')).status, 200)
    assert.equal((await at(browser, '/', 'POST')).status, 405)
    assert.match(String((await at(browser, '/v3')).headers['content-type']), /^application\/json/)
  })

  test('N8: the page links only to what is served, and is disabled with pages', async () => {
    const some = await startTestServer(await sqlitePlace(), {}, { faces: ['pages', 'keystone'] })
    const none = await startTestServer(await sqlitePlace(), {}, { faces: ['keystone'] })
    try {
      const { body } = await some.call('GET', '/', { headers: { accept: browser } })
      assert.doesNotMatch(body, /api\/v1/)
      assert.match(body, /href="\/v3"/)
      assert.equal((await none.call('GET', '/', { headers: { accept: browser } })).status, 300)
    } finally {
      await some.close()
      await none.close()
    }
  })

  test('N8: the page is preferred only when text/html is accepted explicitly', () => {
    for (const accept of [
      browser,
      'text/html',
      'TEXT/HTML; charset=utf-8',
      'application/json;q=0.2, text/html',
    ])
      assert.equal(prefersHtml(accept), true, accept)
    for (const accept of [
      undefined,
      '',
      '*/*',
      'text/*',
      'application/json',
      'text/html;q=0',
      'x'.repeat(2000),
    ])
      assert.equal(prefersHtml(accept), false, accept)
  })
})
