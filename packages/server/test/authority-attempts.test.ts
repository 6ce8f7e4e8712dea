import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Contract, Operation } from '@muster/contract/operation.ts'
import { snapshot } from './apis/snapshot.ts'
import { type Attacker, type AuthorityFixture, authorityFixture } from './authority-fixture.ts'
import { type AuthorityThings, authorityThings } from './authority-objects.ts'
import { authority, contracts } from './authority-operations.ts'
import { expected, isErrorOf, otherStatuses, prefixes } from './authority-outcomes.ts'
import {
  type Attempt,
  type Attempts,
  arizeAttempts,
  geoboxAttempts,
  julepAttempts,
  nativeAttempts,
  robotoAttempts,
} from './authority-requests.ts'
import { keystoneAttempts, trustedDashboard } from './authority-requests-keystone.ts'
import { yields } from './authority-yields.ts'
import { assertWithin, worthOf } from './credential-authority.ts'
import { onEachDatabase } from './databases.ts'
import { samlFiles } from './saml-files.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

const tables: Readonly<Record<string, Readonly<Record<string, Attempts>>>> = {
  native: nativeAttempts,
  arize: arizeAttempts,
  geobox: geoboxAttempts,
  julep: julepAttempts,
  roboto: robotoAttempts,
  keystone: keystoneAttempts,
}

test('S2: this test has an attempt for every operation that yields, restores or extends a secret or a right', () => {
  for (const [api, names] of Object.entries(authority))
    assert.deepEqual(Object.keys(tables[api] ?? {}).toSorted(), names.toSorted(), api)
})

/** Last use times, which every request may update. */
const uses = /"(?:last_used_at|last_active_at|last_seen_at|used_at)":(?:"[^"]*"|\d+|null),?/g

onEachDatabase('privilege escalation attempts', (makePlace) => {
  let s: TestServer
  let w: AuthorityFixture
  let things: AuthorityThings
  const saml = samlFiles()
  /** Operations with a response of `expected`. */
  const answered = new Set<string>()
  before(async () => {
    s = await startTestServer(await makePlace(), {
      ...saml.environment,
      MUSTER_FEDERATION_TRUSTED_DASHBOARDS: trustedDashboard,
    })
    w = await authorityFixture(s)
    things = await authorityThings(w)
  })
  after(async () => {
    await s.close()
    saml.remove()
  })

  const stored = async () => {
    const tables = Object.entries(await snapshot(s.muster.store))
    return Object.fromEntries(tables.map(([table, rows]) => [table, rows.replaceAll(uses, '')]))
  }
  const send = (api: string, name: string, { bearer, token }: Attacker, attempt: Attempt) => {
    const { method, path } = (contracts[api] as Contract)[name] as Operation
    const url = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(attempt.params?.[key] ?? assert.fail(`${api} ${name}: no ${key}`)),
    )
    const proof = api === 'keystone' ? { 'x-auth-token': token } : { authorization: `Bearer ${bearer}` }
    const query = attempt.query ? `?${new URLSearchParams(attempt.query)}` : ''
    return s.call(method, `${prefixes[api]}${url}${query}`, {
      body: attempt.body,
      headers: { ...proof, ...attempt.headers },
    })
  }
  /** At Identity v3, callers present their token, and those with a bearer secret that secret as well. */
  const callersAt = (api: string): readonly Attacker[] => {
    const withBearer = w.attackers.flatMap((by) =>
      by.bearer === undefined ? [] : [{ ...by, token: by.bearer }],
    )
    return api === 'keystone' ? [...w.attackers, ...withBearer] : w.attackers.filter(({ bearer }) => bearer)
  }
  const attemptsOf = (api: string, name: string, by: Attacker) => {
    const { onTarget, always } = tables[api]?.[name] ?? {}
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

  for (const [api, names] of Object.entries(authority))
    test(`S2: at ${api} no narrow caller obtains a stronger secret or right: the request is rejected, and nothing changes`, async () => {
      let last = await stored()
      const surprises: string[] = []
      const attempted = new Set<string>()
      for (const name of names)
        for (const by of callersAt(api)) {
          for (const { attempt, target } of attemptsOf(api, name, by)) {
            const answer = await send(api, name, by, attempt)
            const changed = changes(last, await stored())
            const text = `${api} ${name}, ${by.name}, ${target?.name ?? JSON.stringify(attempt)}`
            const why = await surprise(api, name, by, answer, changed)
            if (why) surprises.push(`${text}: ${why} ${answer.status} ${JSON.stringify(answer.body)}`)
            attempted.add(name)
            if (changed.length > 0) last = await stored()
          }
        }
      assert.deepEqual(surprises, [])
      assert.deepEqual([...attempted], names, 'an attempt for each operation')
      const unused = Object.keys(expected).filter((key) => key.startsWith(`${api} `) && !answered.has(key))
      assert.deepEqual(unused, [], 'every expected response occurred')
      // Deleted callers would have been rejected everywhere.
      for (const by of w.attackers) await worthOf(w, by)
    })

  test('S2: a legitimate creation of a narrow caller has no more access than the caller', async () => {
    for (const [name, { of, make }] of Object.entries(yields))
      for (const by of w.attackers) {
        if (!of.includes(by.name)) continue
        const worth = await make(w, by)
        assert.ok(worth.roles.length > 0, `${name} by ${by.name} made nothing that works`)
        await assertWithin(w, by, worth)
      }
  })

  const surprise = async (
    api: string,
    name: string,
    by: Attacker,
    answer: Called,
    changed: readonly string[],
  ): Promise<string | undefined> => {
    const allowed = expected[`${api} ${name}`]
    if (allowed?.of.includes(by.name) && answer.status < 300) {
      answered.add(`${api} ${name}`)
      const beyond = changed.filter((table) => !allowed.changes.includes(table))
      await allowed.check?.(w, by, answer)
      return beyond.length === 0 ? undefined : `changed ${beyond.join(', ')}`
    }
    if (![401, 403, 404, ...(otherStatuses[`${api} ${name}`] ?? [])].includes(answer.status))
      return 'not rejected for lack of authority'
    if (!isErrorOf(api, answer)) return 'not in the format of the API'
    return changed.length === 0 ? undefined : `changed ${changed.join(', ')}`
  }
})
