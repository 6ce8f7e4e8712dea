import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import {
  type ApiFixture,
  askOf,
  type Credentials,
  callerFor,
  type Given,
  type MakeFixture,
  operationsOf,
  type Things,
} from './api-fixture.ts'
import { arizeFixture } from './arize-fixture.ts'
import { geoboxFixture } from './geobox-fixture.ts'
import { ids, oddBodies, oddTexts, rubbish } from './hostile-requests.ts'
import { julepFixture } from './julep-fixture.ts'
import { nativeFixture } from './native-fixture.ts'
import { robotoFixture } from './roboto-fixture.ts'
import { snapshot } from './snapshot.ts'

/** Identity v3 has a separate test, because of its many scopes. */
const fixtures: Readonly<Record<string, MakeFixture>> = {
  geobox: geoboxFixture,
  julep: julepFixture,
  native: nativeFixture,
  roboto: robotoFixture,
  arize: arizeFixture,
}

const secretName = /passw(?!ord_expires_at$)|hash|secret|private|cookie/i
const secretText =
  /\$argon2|(?:mst_[a-z]_|whsec_)[\w+/-]{20}|correct horse battery|a phrase of|phrase of user/

/** Every path in a response that contains a secret, or is named like one. */
const secretsIn = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'string') return secretText.test(value) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = path === '' ? name : `${path}.${name}`
    return [...(secretName.test(name) ? [place] : []), ...secretsIn(inner, place)]
  })
}

const parametersOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

for (const [api, makeFixture] of Object.entries(fixtures))
  onEachDatabase(`guarantees of the ${api} API`, (makePlace) => {
    let s: TestServer
    let fixture: ApiFixture
    let ask: ReturnType<typeof askOf>
    before(async () => {
      s = await startTestServer(await makePlace())
      fixture = await makeFixture(s)
      ask = askOf(s, fixture)
    })
    after(() => s.close())

    const rejected = (answer: Called, why: string) => {
      assert.ok(
        answer.status >= 400 && answer.status < 500,
        `${why}: ${answer.status} ${JSON.stringify(answer.body)}`,
      )
      assert.ok(fixture.isErrorResponse(answer), `${why}: not in its words: ${JSON.stringify(answer.body)}`)
    }
    const unlessDone = (answer: Called, why: string) => {
      if (answer.status >= 300) rejected(answer, why)
    }
    /** All stored data except the last activity of users. */
    const stored = async () =>
      Object.entries(await snapshot(s.muster.store)).map(([table, rows]) => [
        table,
        rows.replaceAll(/"(last_active_at|last_seen_at)":"?\d+"?/g, '"$1":0'),
      ])

    test('the fixtures cover every path parameter', async () => {
      for (const [name, { path }] of operationsOf(fixture)) {
        const things = await fixture.things(name)
        assert.deepEqual(
          parametersOf(path).filter((key) => !(key in things)),
          [],
          name,
        )
      }
    })

    test('T27: without authentication everything is rejected except the listed public operations', async () => {
      const closed = operationsOf(fixture).flatMap(([name, { public: isPublic }]) => (isPublic ? [] : [name]))
      const all = new Map<string, Things>()
      for (const name of closed) all.set(name, await fixture.things(name))
      const before = await stored()
      const proofs: readonly Credentials[] = [{}, ...wrongProofs(fixture.callers.manager)]
      for (const [name, things] of all)
        for (const proof of proofs)
          for (const input of [fixture.given(name, things), { body: { rubbish: true } }, {}]) {
            const answer = await ask(name, things, proof, input)
            rejected(answer, name)
            assert.ok([401, 403].includes(answer.status), `${name}: ${answer.status}`)
          }
      assert.deepEqual(
        operationsOf(fixture)
          .flatMap(([name, { public: isPublic }]) => (isPublic ? [name] : []))
          .sort(),
        [...fixture.open].sort(),
      )
      assert.deepEqual(await stored(), before)
    })

    for (const [who, may] of [
      ['readOnly', 'readOnlyMay'],
      ['foreign', 'foreignMay'],
      ['unprivileged', 'unprivilegedMay'],
    ] as const)
      test(`T27, T31: a ${who} caller has access to exactly what is listed`, async (t) => {
        if (!fixture.callers[who]) return t.skip('there is none')
        const reached: string[] = []
        for (const [name, { public: isPublic, path }] of operationsOf(fixture)) {
          if (isPublic) continue
          const things = await fixture.things(name)
          const proof = await callerFor(fixture, who, name)
          const answer = await ask(name, things, proof)
          if (answer.status < 300) {
            reached.push(name)
            const hidden = who === 'foreign' ? (fixture.hidden ?? []) : []
            const text = JSON.stringify(answer.body ?? null)
            if (who !== 'readOnly')
              for (const thing of [...Object.values(things), ...hidden])
                assert.ok(!text.includes(thing), `${name}: ${text}`)
            continue
          }
          rejected(answer, name)
          // Callers with read permission may learn that an object is missing.
          if (who === 'readOnly' || parametersOf(path).length === 0) continue
          const missing = await ask(name, {}, proof, fixture.given(name, things))
          assert.equal(missing.status, answer.status, `${name}: what is missing looks the same`)
        }
        assert.deepEqual(reached.sort(), [...(fixture[may] ?? [])].sort())
      })

    test('T27: operations for administrators are rejected for the manager', async (t) => {
      const { callers, adminOnly = [] } = fixture
      if (adminOnly.length === 0) return t.skip('nothing is')
      for (const name of adminOnly) {
        const things = await fixture.things(name)
        const answer = await ask(name, things, callers.manager)
        rejected(answer, name)
        assert.equal(answer.status, 403, name)
        const done = await ask(name, things, callers.admin)
        assert.ok(done.status < 300, `${name}: ${done.status} ${JSON.stringify(done.body)}`)
      }
    })

    test('T30: the manager receives the guaranteed fields, and no secrets except those shown once', async () => {
      const reported = new Set<string>()
      for (const [name] of operationsOf(fixture)) {
        if (fixture.adminOnly?.includes(name)) continue
        const answer = await ask(name, await fixture.things(name), await callerFor(fixture, 'manager', name))
        const expected = fixture.failsPrecondition?.[name]
        if (expected !== undefined) {
          assert.equal(answer.status, expected, `${name}: ${JSON.stringify(answer.body)}`)
          rejected(answer, name)
        } else assert.ok(answer.status < 300, `${name}: ${answer.status} ${JSON.stringify(answer.body)}`)
        if (fixture.describing?.includes(name)) continue
        for (const place of secretsIn(answer.body)) reported.add(place === '' ? name : `${name}.${place}`)
      }
      assert.deepEqual([...reported].sort(), [...(fixture.tellsOnce ?? [])].sort())
    })

    describe('invalid input is rejected in the error format of the API, and changes nothing', () => {
      test('bodies that no operation accepts', async () => {
        for (const [name, { method }] of operationsOf(fixture)) {
          if (method === 'GET' || method === 'HEAD' || method === 'DELETE') continue
          const things = await fixture.things(name)
          const proof = await callerFor(fixture, 'manager', name)
          const input = fixture.given(name, things)
          const before = await stored()
          let done = false
          for (const [what, body, type] of rubbish) {
            const headers = { ...input.headers, 'content-type': type }
            const answer = await ask(name, things, proof, { ...input, body, headers })
            unlessDone(answer, `${name} with ${what}`)
            done ||= answer.status < 300
          }
          if (!done) assert.deepEqual(await stored(), before, name)
        }
      })

      test('bodies with one unexpected value', async () => {
        for (const [name] of operationsOf(fixture)) {
          let things = await fixture.things(name)
          const proof = await callerFor(fixture, 'manager', name)
          const input = fixture.given(name, things)
          if (typeof input.body !== 'object') continue
          for (const at of oddBodies(input.body).keys()) {
            const fresh = fixture.given(name, things)
            const answer = await ask(name, things, proof, { ...fresh, body: oddBodies(fresh.body)[at] })
            unlessDone(answer, `${name} with odd body ${at}: ${JSON.stringify(oddBodies(fresh.body)[at])}`)
            if (answer.status < 300 && Object.keys(things).length > 0) things = await fixture.things(name)
          }
        }
      })

      test('malformed query parameters and headers', async () => {
        for (const [name, { query = [], headers = [] }] of operationsOf(fixture)) {
          if (query.length + headers.length === 0) continue
          const things = await fixture.things(name)
          const proof = await callerFor(fixture, 'manager', name)
          const odd = (text: string): readonly (readonly [string, Given])[] => {
            const input = fixture.given(name, things)
            const sendable = /^[\t\x20-\x7e]*$/.test(text)
            return [
              ...query.map((key) => [key, { ...input, query: { ...input.query, [key]: text } }] as const),
              ...headers
                .filter(() => sendable)
                .map((key) => [key, { ...input, headers: { ...input.headers, [key]: text } }] as const),
            ]
          }
          for (const text of oddTexts)
            for (const [key, input] of odd(text.slice(0, 9000)))
              unlessDone(
                await ask(name, things, proof, input),
                `${name} with ${key} ${JSON.stringify(text.slice(0, 40))}`,
              )
        }
      })

      test('malformed identifiers', async () => {
        for (const [name, { path }] of operationsOf(fixture)) {
          const things = await fixture.things(name)
          for (const key of parametersOf(path))
            for (const id of ids) {
              const answer = await ask(
                name,
                { ...things, [key]: id },
                fixture.callers.manager,
                fixture.given(name, things),
              )
              unlessDone(answer, `${name} of ${id.slice(0, 20)}`)
            }
        }
      })

      test('unknown paths and methods', async () => {
        const { headers, query } = fixture.callers.manager
        const requested = new URLSearchParams(query).toString()
        for (const [method, place] of [
          ['GET', '/nothing/here'],
          ['POST', '/nothing/here'],
          ['DELETE', ''],
          ['GET', '/%zz'],
          ['GET', '/%00'],
          ...operationsOf(fixture).map(([, { path }]) => [
            'PATCH',
            `${path.replaceAll(/\{\w+\}/g, 'x')}/and/more`,
          ]),
        ] as const) {
          const answer = await s.call(method, `${fixture.prefix}${place}?${requested}`, {
            headers: headers ?? {},
          })
          unlessDone(answer, `${method} ${place}`)
        }
      })
    })
  })

/** The same credentials with the secret changed, truncated and malformed. */
function wrongProofs({ headers = {}, query = {} }: Credentials): readonly Credentials[] {
  const change = (how: (text: string) => string): Credentials => ({
    headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, how(value)])),
    query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, how(value)])),
  })
  return [
    change((text) => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`),
    change((text) => text.slice(0, 12)),
    change(() => 'Bearer'),
    change((text) => `${text}${'x'.repeat(5000)}`),
  ]
}
