import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { native } from '@muster/contract/native/all.ts'
import { allNouns, nouns } from '@muster/contract/native/nouns.ts'
import { allProblemCodes } from '@muster/contract/native/problem-codes.ts'
import { sqlitePlace } from '../databases.ts'
import { problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const start = '/api/v1/docs'
const pages = [...allNouns, 'errors', 'event-kinds'].map((name) => `${start}/${name}`)
const problem = '/problems/user_name_taken'

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')

const idsOf = (page: string): readonly string[] =>
  [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => unescaped(id))

// Independent of the database.
describe('the documentation of the native API', () => {
  let s: TestServer
  const get = async (url: string) => {
    const answer = await s.call('GET', url, { headers: { accept: 'text/html' } })
    assert.equal(answer.status, 200, url)
    return answer
  }
  before(async () => {
    s = await startTestServer(await sqlitePlace())
  })
  after(() => s.close())

  test('T69: pages run only scripts of this server, send requests only to it and cannot be framed', async () => {
    for (const url of [start, `${start}?q=user`, problem, ...pages]) {
      const { headers, body } = await get(url)
      assert.equal(headers['content-type'], 'text/html; charset=utf-8')
      const policy = String(headers['content-security-policy'])
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
      ])
        assert.ok(policy.split('; ').includes(part), part)
      assert.ok(!/unsafe|\*/.test(policy))
      assert.ok(
        !/<script(?! src="[^"]+" defer><\/script>)|<[^>]*\s(?:on\w+|style)=|javascript:/i.test(body),
        url,
      )
      for (const [, address = ''] of body.matchAll(/(?:src|href|action)="([^"]*)"/g))
        assert.match(unescaped(address), /^(?:#[\w.:*-]+|\/(?:api\/v1|problems)\/[\w./#:*-]+|data:,)$/)
    }
  })

  test('N17: each noun has a page of at most 60 kB with its operations, and each link leads to its target', async () => {
    const texts = new Map<string, string>()
    for (const url of [start, ...pages]) texts.set(url, (await get(url)).body)
    for (const [url, text] of texts) {
      assert.ok(Buffer.byteLength(text) <= 60_000, `${url}: ${Buffer.byteLength(text)} bytes`)
      const ids = idsOf(text)
      assert.deepEqual(ids.length, new Set(ids).size, `an id exists once on ${url}`)
      for (const [, address = ''] of text.matchAll(/<a [^>]*href="([^"]*)"/g)) {
        const [path = '', anchor] = unescaped(address).split('#')
        const target = path === '' ? text : texts.get(path)
        if (target === undefined) assert.match(path, /^\/(?:problems\/\w+|api\/v1\/openapi\.json)$/, url)
        else if (anchor !== undefined) assert.ok(idsOf(target).includes(anchor), `${url} → ${address}`)
      }
    }
    for (const noun of allNouns)
      for (const operation of Object.keys(nouns[noun]))
        assert.ok(idsOf(texts.get(`${start}/${noun}`) ?? '').includes(operation), operation)
    assert.deepEqual(allNouns.flatMap((noun) => Object.keys(nouns[noun])).sort(), Object.keys(native).sort())
  })

  test('N17: each operation is shown with the examples of the OpenAPI document', async () => {
    const { paths } = (await s.call('GET', '/api/v1/openapi.json')).body
    type Shown = { operationId: string; tags: [string]; 'x-codeSamples': { label: string; source: string }[] }
    const operations = (Object.values(paths) as Record<string, Shown>[]).flatMap(Object.values) as Shown[]
    for (const { operationId, tags, 'x-codeSamples': samples } of operations) {
      assert.deepEqual(
        samples.map(({ label }) => label),
        ['curl', 'TypeScript'],
      )
      const page = unescaped((await get(`${start}/${tags[0]}`)).body)
      for (const { source } of samples) assert.ok(source !== '' && page.includes(source), operationId)
    }
  })

  test('N17: the search index has every operation and error code, and each of its URLs exists', async () => {
    const { entries } = (await s.call('GET', `${start}/index.json`)).body
    const targets = new Map<string, Set<string>>()
    for (const { url } of entries as { url: string }[]) {
      const { pathname, hash } = new URL(url, `http://muster.test${start}`)
      targets.set(pathname, (targets.get(pathname) ?? new Set()).add(decodeURIComponent(hash.slice(1))))
    }
    for (const [path, anchors] of targets) {
      const ids = idsOf((await get(path)).body)
      for (const anchor of anchors) assert.ok(anchor === '' || ids.includes(anchor), `${path}#${anchor}`)
    }
    const found = new Set((entries as { url: string }[]).map(({ url }) => url.split(/[#/]/).at(-1)))
    for (const name of [...Object.keys(native), ...allProblemCodes]) assert.ok(found.has(name), name)
  })

  test('N17: a search without scripts shows results, escapes its text and is bounded', async () => {
    const { body } = await get(`${start}?q=${encodeURIComponent('create user')}`)
    assert.match(body, /<a href="\/api\/v1\/docs\/users#createUser">/)
    const hostile = await get(`${start}?q=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`)
    assert.ok(!hostile.body.includes('<img'))
    assert.match(hostile.body, /0 results/)
    assert.match((await get(`${start}?q=`)).body, /id="first-call"/)
    for (const query of [`q=${'a'.repeat(101)}`, 'q=a&q=b']) {
      const answer = await s.call('GET', `${start}?${query}`)
      assert.deepEqual([answer.status, problemOf(answer)], [400, 'request_invalid'])
      assert.equal(answer.body.errors[0].parameter, 'q')
    }
  })

  test('N17: an unknown page or script is 404', async () => {
    for (const url of ['nothing', 'constructor', '__proto__', 'scripts/nothing.js', 'scripts/constructor']) {
      const answer = await s.call('GET', `${start}/${url}`)
      assert.deepEqual([answer.status, problemOf(answer)], [404, 'page_not_found'], url)
    }
  })

  test('N17: pages, scripts and the index are compressed, and not sent again while they are unchanged', async () => {
    for (const url of [
      `${start}/users`,
      `${start}/index.json`,
      `${start}/scripts/search.js`,
      '/api/v1/docs.css',
    ]) {
      const packed = await s.muster.app.inject({ url, headers: { 'accept-encoding': 'br' } })
      assert.equal(packed.headers['content-encoding'], 'br', url)
      assert.equal(packed.headers['cache-control'], 'no-cache')
      const again = await s.muster.app.inject({
        url,
        headers: { 'if-none-match': String(packed.headers['etag']) },
      })
      assert.deepEqual([again.statusCode, again.body], [304, ''], url)
    }
  })
})

test('N17: below a path, every link of the documentation begins with the path', async () => {
  const s = await startTestServer(await sqlitePlace(), { MUSTER_PUBLIC_URL: 'http://muster.test/id' })
  try {
    for (const url of [start, `${start}/users`, `${start}?q=user`]) {
      const { body } = await s.call('GET', url)
      for (const [, address = ''] of body.matchAll(/(?:src|href|action)="([^"]*)"/g))
        assert.match(address, /^(?:#|\/id\/(?:api\/v1|problems)\/|data:,$)/)
    }
    assert.match((await s.call('GET', start)).body, /MUSTER_URL=&quot;http:\/\/muster\.test\/id&quot;/)
    assert.equal((await s.call('GET', '/api/v1')).body.links.docs, 'http://muster.test/id/api/v1/docs')
  } finally {
    await s.close()
  }
})
