import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Contract, Operation } from '@muster/contract/operation.ts'
import { authority, contracts } from './authority-operations.ts'
import { expected, isRefusalOf, otherStatuses, prefixes } from './authority-outcomes.ts'
import {
  type Attempt,
  type Attempts,
  arizeAttempts,
  geoboxAttempts,
  julepAttempts,
  nativeAttempts,
  robotoAttempts,
} from './authority-requests.ts'
import { keystoneAttempts } from './authority-requests-keystone.ts'
import { type AuthorityThings, authorityThings } from './authority-things.ts'
import { type Attacker, type AuthorityWorld, authorityWorld } from './authority-world.ts'
import { assertWithin, worthOf } from './authority-worth.ts'
import { yields } from './authority-yields.ts'
import { onEachDatabase } from './databases.ts'
import { snapshot } from './faces/snapshot.ts'
import { type Called, type Served, served } from './served.ts'

const tables: Readonly<Record<string, Readonly<Record<string, Attempts>>>> = {
  native: nativeAttempts,
  arize: arizeAttempts,
  geobox: geoboxAttempts,
  julep: julepAttempts,
  roboto: robotoAttempts,
  keystone: keystoneAttempts,
}

test('S2: every operation that yields, revives or widens a secret or a right has an attempt in this test', () => {
  for (const [face, names] of Object.entries(authority))
    assert.deepEqual(Object.keys(tables[face] ?? {}).toSorted(), names.toSorted(), face)
})

/** When a proof was used last, which every request may write down. */
const uses = /"(?:last_used_at|last_active_at|last_seen_at|used_at)":(?:"[^"]*"|\d+|null),?/g

onEachDatabase('attempts to get more authority', (makePlace) => {
  let s: Served
  let w: AuthorityWorld
  let things: AuthorityThings
  /** Operations that gave an answer of `expected`. */
  const answered = new Set<string>()
  before(async () => {
    s = await served(await makePlace())
    w = await authorityWorld(s)
    things = await authorityThings(w)
  })
  after(() => s.close())

  const stored = async () => {
    const tables = Object.entries(await snapshot(s.muster.store))
    return Object.fromEntries(tables.map(([table, rows]) => [table, rows.replaceAll(uses, '')]))
  }
  const send = (face: string, name: string, { bearer, token }: Attacker, attempt: Attempt) => {
    const { method, path } = (contracts[face] as Contract)[name] as Operation
    const url = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(attempt.params?.[key] ?? assert.fail(`${face} ${name}: no ${key}`)),
    )
    const proof = face === 'keystone' ? { 'x-auth-token': token } : { authorization: `Bearer ${bearer}` }
    return s.call(method, `${prefixes[face]}${url}`, {
      body: attempt.body,
      headers: { ...proof, ...attempt.headers },
    })
  }
  const attemptsOf = (face: string, name: string, by: Attacker) => {
    const { onTarget, always } = tables[face]?.[name] ?? {}
    const place = { w, things, by }
    return [
      ...w.targets.flatMap((target) =>
        (onTarget?.(place, target) ?? []).map((attempt) => ({ attempt, target })),
      ),
      ...(always?.(place) ?? []).map((attempt) => ({ attempt, target: undefined })),
    ]
  }
  const changes = (before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>) =>
    Object.keys(now).filter((table) => now[table] !== before[table])

  for (const [face, names] of Object.entries(authority))
    test(`S2: at ${face} no narrow caller gets a stronger secret or right: it is refused, and nothing changes`, async () => {
      let last = await stored()
      const surprises: string[] = []
      const attempted = new Set<string>()
      for (const name of names)
        for (const by of w.attackers) {
          if (face !== 'keystone' && by.bearer === undefined) continue
          for (const { attempt, target } of attemptsOf(face, name, by)) {
            const answer = await send(face, name, by, attempt)
            const changed = changes(last, await stored())
            const text = `${face} ${name}, ${by.name}, ${target?.name ?? JSON.stringify(attempt)}`
            const why = await surprise(face, name, by, answer, changed)
            if (why) surprises.push(`${text}: ${why} ${answer.status} ${JSON.stringify(answer.body)}`)
            attempted.add(name)
            if (changed.length > 0) last = await stored()
          }
        }
      assert.deepEqual(surprises, [])
      assert.deepEqual([...attempted], names, 'an attempt for each operation')
      const unused = Object.keys(expected).filter((key) => key.startsWith(`${face} `) && !answered.has(key))
      assert.deepEqual(unused, [], 'every answer that is expected was given')
      // Callers that had ended would have been refused everything.
      for (const by of w.attackers) await worthOf(w, by)
    })

  test('S2: what a narrow caller makes legitimately reaches no further than the caller', async () => {
    for (const [name, { of, make }] of Object.entries(yields))
      for (const by of w.attackers) {
        if (!of.includes(by.name)) continue
        const worth = await make(w, by)
        assert.ok(worth.roles.length > 0, `${name} by ${by.name} made nothing that works`)
        await assertWithin(w, by, worth)
      }
  })

  const surprise = async (
    face: string,
    name: string,
    by: Attacker,
    answer: Called,
    changed: readonly string[],
  ): Promise<string | undefined> => {
    const allowed = expected[`${face} ${name}`]
    if (allowed?.of.includes(by.name) && answer.status < 300) {
      answered.add(`${face} ${name}`)
      const beyond = changed.filter((table) => !allowed.changes.includes(table))
      await allowed.check?.(w, by, answer)
      return beyond.length === 0 ? undefined : `changed ${beyond.join(', ')}`
    }
    if (![401, 403, 404, ...(otherStatuses[`${face} ${name}`] ?? [])].includes(answer.status))
      return 'not refused for want of authority'
    if (!isRefusalOf(face, answer)) return 'not in the format of the API'
    return changed.length === 0 ? undefined : `changed ${changed.join(', ')}`
  }
})
