import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { adviceOf } from '../src/faces/native/problem-codes.ts'
import { sqlitePlace } from './databases.ts'
import { nativeFace } from './native.ts'
import { type Served, served } from './served.ts'

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/** Proofs that fail get one answer for all reasons, so their codes are not shown. */
const shownOfProofs =
  /^(?:authentication_required|session_invalid|api_key_invalid|password_expired|factors_missing)$/

// No database has a part in it.
describe('/problems', () => {
  let s: Served
  before(async () => {
    s = await served(await sqlitePlace())
  })
  after(() => s.close())

  test('N15: the type of a problem leads to its title and what to do, as JSON and as a page', async () => {
    const { call, admin } = await nativeFace(s)
    const problems = [
      await call('GET', '/me'),
      await call('GET', '/no/such/thing'),
      await call('POST', '/users', { secret: admin }),
      await call('POST', '/users', { secret: admin, body: { username: 'admin' } }),
      await call('GET', '/users/nobody', { secret: admin }),
      await call('POST', '/sessions', { body: { username: 'admin', password: 'wrong' } }),
    ]
    for (const { body } of problems) {
      const json = await s.call('GET', body.type)
      assert.deepEqual(
        [json.status, json.body.type, json.body.title],
        [200, body.type, body.title],
        body.type,
      )
      assert.ok(json.body.advice.length > 20)
      const page = await s.call('GET', body.type, { headers: html })
      assert.equal(page.status, 200)
      assert.match(String(page.headers['content-type']), /^text\/html/)
      assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
      assert.ok(page.body.includes(`<h1>${body.title}</h1>`), page.body)
      assert.match(page.body, /<html lang="en">/)
    }
  })

  test('N15: every code in the source of the server has its page', async () => {
    const found = new Set<string>()
    for (const room of ['core', 'store', 'http', 'crypto', 'formats', 'outbound', 'jobs', 'faces/native'])
      for await (const file of glob(`${import.meta.dirname}/../src/${room}/**/*.ts`)) {
        if (file.endsWith('.test.ts')) continue
        const text = await readFile(file, 'utf8')
        for (const [, kind, code = ''] of text.matchAll(/refuse\(\s*'([a-z_]+)',\s*'([a-z_0-9]+)'/g))
          if (kind !== 'unauthenticated' || shownOfProofs.test(code)) found.add(code)
        for (const [, noun] of text.matchAll(/notFound\(\s*'([a-z_0-9]+)'/g)) found.add(`${noun}_not_found`)
        for (const [, code = ''] of text.matchAll(/problem\(\s*\d+,\s*'([a-z_]+)'/g)) found.add(code)
        if (/\/(?:constraints|protocol-errors|content-encodings|mount)\.ts$/.test(file))
          for (const [, code = ''] of text.matchAll(/code: '([a-z_]+)'/g)) found.add(code)
      }
    assert.ok(found.size > 150, `${found.size}`)
    const missing = [...found].filter((code) => adviceOf(code) === undefined).sort()
    assert.deepEqual(missing, [], 'add these to faces/native/problem-codes.ts')
    for (const code of found) assert.equal((await s.call('GET', `/problems/${code}`)).status, 200, code)
  })

  test('N15: what is no code of a problem is 404, as a problem', async () => {
    for (const code of ['no_such_problem', '..%2F', '<script>', 'constructor', '__proto__']) {
      const answer = await s.call('GET', `/problems/${code}`)
      assert.deepEqual([answer.status, answer.body.type], [404, '/problems/problem_not_found'], code)
    }
  })
})
