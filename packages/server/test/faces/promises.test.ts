import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Called, type Served, served } from '../served.ts'
import { askOf, type FaceWorld, type MakeWorld, operationsOf, type Proof } from './face-world.ts'
import { robotoWorld } from './roboto-world.ts'
import { snapshot } from './snapshot.ts'

/** The keystone face has a test of its own, which knows its many scopes. */
const worlds: Readonly<Record<string, MakeWorld>> = { roboto: robotoWorld }

const secretName = /passw(?!ord_expires_at$)|hash|secret|private|cookie/i
const secretText = /\$argon2|mst_[a-z]_[\w-]{20}|correct horse battery/

/** Every place of an answer that holds a secret, or is named like one. */
const secretsIn = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'string') return secretText.test(value) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = path === '' ? name : `${path}.${name}`
    return [...(secretName.test(name) ? [place] : []), ...secretsIn(inner, place)]
  })
}

const rubbish: readonly (readonly [what: string, body: string, type: string])[] = [
  ['a text that is not JSON', '{"a":', 'application/json'],
  ['NUL', '{"name":"\\u0000"}', 'application/json'],
  ['an array', '[[[[]]]]', 'application/json'],
  ['a number', '7', 'application/json'],
  ['null', 'null', 'application/json'],
  ['a tower', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'application/json'],
  ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe]).toString('latin1'), 'application/json'],
  ['a form', 'a=b&a=c&%zz=%00', 'application/x-www-form-urlencoded'],
  ['XML', '<a/>', 'application/xml'],
  ['a prototype', '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}', 'application/json'],
]

const ids = ['nobody', '0', '-1', '9'.repeat(40), 'a'.repeat(4000), '..', '%', "' or 1=1 --", '\u202e', 'é']

for (const [face, makeWorld] of Object.entries(worlds))
  onEachDatabase(`what the ${face} face promises`, (makePlace) => {
    let s: Served
    let world: FaceWorld
    let ask: ReturnType<typeof askOf>
    before(async () => {
      s = await served(await makePlace())
      world = await makeWorld(s)
      ask = askOf(s, world)
    })
    after(() => s.close())

    const refused = (answer: Called, why: string) => {
      assert.ok(
        answer.status >= 400 && answer.status < 500,
        `${why}: ${answer.status} ${JSON.stringify(answer.body)}`,
      )
      assert.ok(world.isRefusal(answer), `${why}: not in its words: ${JSON.stringify(answer.body)}`)
    }

    test('the world knows a thing for every parameter of a path', async () => {
      const things = await world.things()
      const names = operationsOf(world).flatMap(([, { path }]) =>
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
      )
      assert.deepEqual(
        [...new Set(names)].filter((name) => !(name in things)),
        [],
      )
    })

    test('T27: without a proof everything is refused, but what is open by name', async () => {
      const things = await world.things()
      const before = await snapshot(s.muster.store)
      const proofs: readonly Proof[] = [{}, ...wrongProofs(world.callers.manager)]
      for (const [name, { open }] of operationsOf(world)) {
        if (open) continue
        for (const proof of proofs) {
          const answer = await ask(name, things, proof)
          refused(answer, name)
          assert.ok([401, 403].includes(answer.status), `${name}: ${answer.status}`)
        }
      }
      assert.deepEqual(
        operationsOf(world)
          .flatMap(([name, { open }]) => (open ? [name] : []))
          .sort(),
        [...world.open].sort(),
      )
      assert.deepEqual(await snapshot(s.muster.store), before)
    })

    for (const [who, may] of [
      ['readOnly', 'readOnlyMay'],
      ['foreign', 'foreignMay'],
    ] as const)
      test(`T27, T31: a ${who} caller reaches exactly what is listed`, async () => {
        const reached: string[] = []
        for (const [name, { open }] of operationsOf(world)) {
          if (open) continue
          const things = await world.things()
          const answer = await ask(name, things, world.callers[who])
          if (answer.status < 300) reached.push(name)
          else refused(answer, name)
        }
        assert.deepEqual(reached.sort(), [...world[may]].sort())
      })

    test('T30: the manager gets what is promised, and no secret but those told once', async () => {
      const told = new Set<string>()
      for (const [name] of operationsOf(world)) {
        const answer = await ask(name, await world.things(), world.callers.manager)
        const expected = world.barred?.[name]
        if (expected !== undefined) {
          assert.equal(answer.status, expected, `${name}: ${JSON.stringify(answer.body)}`)
          refused(answer, name)
        } else assert.ok(answer.status < 300, `${name}: ${answer.status} ${JSON.stringify(answer.body)}`)
        for (const place of secretsIn(answer.body)) told.add(`${name}.${place}`)
      }
      assert.deepEqual([...told].sort(), [...(world.tellsOnce ?? [])].sort())
    })

    describe('bad input is refused in its words, and changes nothing', () => {
      test('bodies that no operation takes', async () => {
        for (const [name, { method }] of operationsOf(world)) {
          if (method === 'GET' || method === 'HEAD' || method === 'DELETE') continue
          for (const [what, body, type] of rubbish) {
            const given = world.given(name, await world.things())
            const answer = await ask(name, await world.things(), world.callers.manager, {
              ...given,
              body,
              headers: { ...given.headers, 'content-type': type },
            })
            if (answer.status >= 300) refused(answer, `${name} with ${what}`)
          }
        }
      })

      test('identifiers of no shape', async () => {
        for (const [name, { path }] of operationsOf(world)) {
          for (const key of [...path.matchAll(/\{(\w+)\}/g)].map(([, found = '']) => found))
            for (const id of ids) {
              const things = { ...(await world.things()), [key]: id }
              const answer = await ask(name, things, world.callers.manager, world.given(name, things))
              if (answer.status >= 300) refused(answer, `${name} of ${id.slice(0, 20)}`)
            }
        }
      })

      test('addresses and verbs that it has not', async () => {
        const { headers, query } = world.callers.manager
        const asked = new URLSearchParams(query).toString()
        for (const [method, place] of [
          ['GET', '/nothing/here'],
          ['POST', '/nothing/here'],
          ['DELETE', ''],
          ['GET', '/%zz'],
          ['GET', '/%00'],
          ...operationsOf(world).map(([, { path }]) => [
            'PATCH',
            `${path.replaceAll(/\{\w+\}/g, 'x')}/and/more`,
          ]),
        ] as const) {
          const answer = await s.call(method, `${world.prefix}${place}?${asked}`, { headers: headers ?? {} })
          if (answer.status >= 300) refused(answer, `${method} ${place}`)
        }
      })
    })
  })

/** The same proof with its secret changed, cut and made absurd. */
function wrongProofs({ headers = {}, query = {} }: Proof): readonly Proof[] {
  const change = (how: (text: string) => string): Proof => ({
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
