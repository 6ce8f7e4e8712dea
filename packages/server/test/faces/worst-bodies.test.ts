import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { keystone } from '@muster/contract/keystone/all.ts'
import type { Operation } from '@muster/contract/operation.ts'
import { account } from '@muster/contract/pages/account.ts'
import { sqlitePlace } from '../databases.ts'
import { type Called, type Served, served } from '../served.ts'
import { arizeWorld } from './arize-world.ts'
import { callerFor, type MakeWorld, type Proof } from './face-world.ts'
import { geoboxWorld } from './geobox-world.ts'
import { julepWorld } from './julep-world.ts'
import { makeWorld, requestFor } from './keystone-world.ts'
import { nativeWorld } from './native-world.ts'
import { robotoWorld } from './roboto-world.ts'
import { anyBodies, type WorstBody, worstBodies } from './worst-bodies.ts'

/** One operation to be asked with the worst bodies. */
type Asked = {
  readonly name: string
  readonly operation: Operation
  readonly url: string
  /** Bytes that the API takes. */
  readonly limit: number
  readonly proof: Proof
  readonly isRefusal: (answer: Called) => boolean
}

const openLimit = 16_384

const vendorOperations =
  (make: MakeWorld, limit: number) =>
  async (s: Served): Promise<readonly Asked[]> => {
    const world = await make(s)
    const asked: Asked[] = []
    for (const [name, operation] of Object.entries(world.contract)) {
      if (!operation.body) continue
      const things = await world.things(name)
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
        encodeURIComponent(things[key] ?? 'none'),
      )
      const proof = operation.open ? {} : ((await callerFor(world, 'manager', name)) ?? {})
      const query = new URLSearchParams(proof.query).toString()
      const url = `${world.prefix}${path}${query === '' ? '' : `?${query}`}`
      asked.push({ name, operation, url, limit, proof, isRefusal: world.isRefusal })
    }
    return asked
  }

const keystoneOperations = async (s: Served): Promise<readonly Asked[]> => {
  const { things } = await makeWorld(s)
  return Object.entries(keystone as Readonly<Record<string, Operation>>).flatMap(([name, operation]) => {
    if (!operation.body) return []
    const { url } = requestFor(operation, things)
    const proof = operation.open ? {} : { headers: { 'x-auth-token': s.system } }
    const isRefusal = ({ status, body }: Called) =>
      body?.error?.code === status || typeof body?.error === 'string'
    return [{ name, operation, url, limit: 114_688, proof, isRefusal }]
  })
}

const pagesOperations = async (): Promise<readonly Asked[]> =>
  Object.entries(account as Readonly<Record<string, Operation>>).flatMap(([name, operation]) =>
    operation.body
      ? [
          {
            name,
            operation,
            url: `/account${operation.path}`,
            limit: openLimit,
            proof: {},
            isRefusal: ({ body }: Called) => /^<!doctype html>/.test(String(body)),
          },
        ]
      : [],
  )

const apis: Readonly<Record<string, (s: Served) => Promise<readonly Asked[]>>> = {
  arize: vendorOperations(arizeWorld, 65_536),
  geobox: vendorOperations(geoboxWorld, 524_288),
  julep: vendorOperations(julepWorld, 2_097_152),
  keystone: keystoneOperations,
  native: vendorOperations(nativeWorld, 524_288),
  pages: pagesOperations,
  roboto: vendorOperations(robotoWorld, 65_536),
}

/** Milliseconds of the thread that answers everybody. The aim is 50 on a quiet machine; tests run on busy ones. */
const mostWork = 250

describe('the largest bodies', () => {
  for (const [api, operationsOf] of Object.entries(apis))
    describe(api, () => {
      let s: Served
      let all: readonly Asked[]
      before(async () => {
        s = await served(await sqlitePlace())
        all = await operationsOf(s)
      })
      after(() => s.close())

      const ask = async ({ operation, url, proof }: Asked, { body, type }: WorstBody) => {
        const headers = { ...proof.headers, 'content-type': type }
        const start = process.threadCpuUsage()
        const answer = await s.call(operation.method, url, { body, headers })
        const { user, system } = process.threadCpuUsage(start)
        return { answer, work: (user + system) / 1000 }
      }

      test(`S1, S14: each costs an operation of ${api} little, and is answered in the words of the API`, async () => {
        let count = 0
        for (const one of all) {
          const { name, operation, isRefusal } = one
          const limit = operation.open ? Math.min(openLimit, one.limit) : one.limit
          // The first request compiles the check.
          await ask(one, { what: '', body: '{}', type: 'application/json' })
          // How they are read is the same for every operation.
          const read = operation.open || one === all[0] ? anyBodies(limit) : []
          for (const worst of [...worstBodies(operation, limit), ...read]) {
            const { answer, work } = await ask(one, worst)
            const about = `${name}, ${worst.what}: ${answer.status}`
            assert.ok(answer.status < 500, about)
            if (answer.status >= 400)
              assert.ok(isRefusal(answer), `${about} ${JSON.stringify(answer.body).slice(0, 200)}`)
            assert.ok(work < mostWork, `${about} took ${Math.round(work)} ms`)
            count++
          }
        }
        assert.ok(count > 20, `${count} bodies`)
      })

      test(`S1: an operation of ${api} without a proof takes 16 KiB, and one that needs a proof reads nothing`, async () => {
        for (const one of all) {
          const { name, operation, isRefusal } = one
          const type = operation.form === 'body' ? 'application/x-www-form-urlencoded' : 'application/json'
          const stranger = { ...one, url: one.url.replace(/\?.*$/, ''), proof: {} }
          const { answer } = await ask(stranger, { what: 'large', body: 'x'.repeat(openLimit + 1), type })
          // The clients of geobox take every status but these for success.
          const expected = !operation.open ? [401] : api === 'geobox' ? [422] : [413]
          assert.ok(expected.includes(answer.status), `${name}: ${answer.status}`)
          assert.ok(isRefusal(answer), `${name}: ${JSON.stringify(answer.body)}`)
        }
      })
    })
})
