import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import {
  allProblemCodes,
  type ProblemCode,
  problemCodes,
  problemType,
} from '@muster/contract/native/problem-codes.ts'
import { Problem } from '@muster/contract/native/shapes.ts'
import { Check } from 'typebox/value'
import { adviceOf, titleOf } from '../src/apis/native/problem-codes.ts'
import { statusesOfCode } from '../src/apis/native/problem-statuses.ts'
import { failuresOf, otherCodesOf, sourceFiles } from './codes-in-source.ts'
import { sqlitePlace } from './databases.ts'
import { type NativeCall, nativeClient } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/** Codes that are not literals in the source: the values of each expression, or where the scan finds them. */
const computed: Readonly<Record<string, readonly string[] | string>> = {
  'core/kernel/domain-error.ts: `${noun}_not_found`': 'found at the calls of notFound',
  'core/directory/projects/change-project.ts: noun': ['domain_not_found', 'project_not_found'],
  'core/directory/projects/immutable.ts: `${noun}_immutable`':
    'domains, projects and roles are changed at Identity v3 alone, which shows no codes',
  "core/messaging/notifications/preferences.ts: part === 'channels' ? 'channel_unknown' : 'notification_type_unknown'":
    ['channel_unknown', 'notification_type_unknown'],
  'core/directory/catalog/endpoint-place.ts: `${noun}_unknown`': ['region_unknown', 'service_unknown'],
  'core/directory/assignments/grant.ts: target.type': ['domain_not_found', 'project_not_found'],
  'core/directory/assignments/grant.ts: type': ['group_not_found', 'user_not_found'],
  'store/engine/constraints.ts: known.code': 'found in the table of constraints',
  'outbound/outbound-client.ts: found.wrong': ['url_invalid', 'url_refused'],
  'apis/native/lists.ts: thrown.code': 'found where JSON is parsed',
}

const files = await sourceFiles()
const failures = files.map(failuresOf)
const found = [...failures.flatMap((error) => error.found), ...files.flatMap(otherCodesOf)]
const codesFound = new Set([
  ...found.map(({ code }) => code),
  ...Object.values(computed).flatMap((codes) => (typeof codes === 'string' ? [] : codes)),
])

const isOfKind = (kind: string, code: ProblemCode): boolean =>
  Object.entries(problemCodes).some(
    ([listed, codes]) => listed === kind && (codes as readonly string[]).includes(code),
  )

// Independent of the database.
describe('/problems', () => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await sqlitePlace())
  })
  after(() => s.close())

  test('N15: the type of a problem leads to its title and remedy, as JSON and as a page', async () => {
    const { call, admin } = await nativeClient(s)
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
      assert.match(page.body, /<html lang="en" /)
    }
  })

  test('N15: every code in the source of the server has a page', async () => {
    assert.ok(codesFound.size > 250, `${codesFound.size}`)
    const missing = [...codesFound].filter((code) => adviceOf(code) === undefined).sort()
    assert.deepEqual(missing, [], 'add these to contract/src/native/problem-codes.ts')
    for (const code of codesFound) assert.equal((await s.call('GET', `/problems/${code}`)).status, 200, code)
  })

  test('N16: the scan of the source finds the codes of every error', () => {
    const expressions = failures.flatMap((error) =>
      error.computed.map(({ file, expression }) => `${file}: ${expression}`),
    )
    assert.deepEqual([...new Set(expressions)].sort(), Object.keys(computed).sort())
  })

  test('N16: every code in the source is enumerated under its kind or its status', () => {
    for (const { file, code, kind, status } of found) {
      const known = allProblemCodes.find((listed) => listed === code)
      assert.ok(known, `${file}: ${code}`)
      // Projects are changed at Identity v3 alone, where `ancestor_disabled` has two kinds.
      if (kind !== undefined && !file.startsWith('core/directory/projects/'))
        assert.ok(isOfKind(kind, known), `${file}: ${code} is no code of the kind ${kind}`)
      if (status !== undefined) assert.deepEqual(statusesOfCode(known), [status], code)
    }
  })

  test('N16: every code of the enumeration occurs in the source and is documented', async () => {
    const reference = await readFile(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8')
    for (const code of allProblemCodes) {
      assert.ok(codesFound.has(code), `nothing in the source answers ${code}`)
      const { status, body } = await s.call('GET', problemType(code))
      assert.deepEqual([status, body.type, body.title], [200, problemType(code), titleOf(code)])
      assert.ok(
        reference.includes(`| \`${code}\` | ${statusesOfCode(code).join(', ')} | ${body.advice}`),
        code,
      )
    }
  })

  test('N16: problems returned by the server are in the enumeration of their status', async () => {
    const { call, admin, newDomain } = await nativeClient(s)
    const { secret } = await newDomain('reader')
    const responses = (await call('GET', '/openapi.json')).body.components.responses
    const keyed = { 'idempotency-key': 'one key for two requests' }
    const made = await call('POST', '/users', { secret: admin, headers: keyed, body: { username: 'keyed' } })
    assert.equal(made.status, 201)
    const table: readonly [status: number, code: string, method: string, path: string, asked?: NativeCall][] =
      [
        [400, 'request_invalid', 'POST', '/users', { secret: admin, body: {} }],
        [
          400,
          'domain_not_found',
          'POST',
          '/users',
          { secret: admin, body: { username: 'x', domain_id: 'none' } },
        ],
        [401, 'authentication_required', 'GET', '/me'],
        [401, 'session_invalid', 'GET', '/me', { secret: 'no secret of this server' }],
        [
          401,
          'authentication_failed',
          'POST',
          '/sessions',
          { body: { username: 'admin', password: 'wrong' } },
        ],
        [403, 'forbidden_by_rule', 'POST', '/users', { secret, body: { username: 'x' } }],
        [404, 'user_not_found', 'GET', '/users/none', { secret: admin }],
        [404, 'route_not_found', 'GET', '/no/such/thing'],
        [405, 'method_not_allowed', 'PUT', '/users', { secret: admin }],
        [409, 'user_name_taken', 'POST', '/users', { secret: admin, body: { username: 'admin' } }],
        [
          412,
          'version_changed',
          'PATCH',
          `/users/${made.body.id}`,
          { secret: admin, headers: { 'if-match': '"0"' }, body: { display_name: 'x' } },
        ],
        [413, 'body_too_large', 'POST', '/users', { secret: admin, body: { username: 'x'.repeat(600_000) } }],
        [
          415,
          'media_type_unsupported',
          'POST',
          '/users',
          { secret: admin, headers: { 'content-type': 'text/plain' }, body: { username: 'x' } },
        ],
        [
          422,
          'idempotency_key_reused',
          'POST',
          '/users',
          { secret: admin, headers: keyed, body: { username: 'x' } },
        ],
      ]
    for (const [status, code, method, path, requested] of table) {
      const { status: answered, body } = await call(method, path, requested)
      assert.deepEqual([answered, body.type], [status, `/problems/${code}`], JSON.stringify(body))
      assert.ok(Check(Problem, body), JSON.stringify(body))
      // 405 applies to paths rather than operations, so no operation of the document has it.
      const response = responses[`Problem${status}`]?.content['application/problem+json'].schema
      assert.ok(status === 405 || response.allOf[1].properties.type.enum.includes(body.type), code)
    }
  })

  test('N15: an unknown problem code is 404, as a problem', async () => {
    for (const code of ['no_such_problem', '..%2F', '<script>', 'constructor', '__proto__']) {
      const answer = await s.call('GET', `/problems/${code}`)
      assert.deepEqual([answer.status, answer.body.type], [404, '/problems/problem_not_found'], code)
    }
  })
})
