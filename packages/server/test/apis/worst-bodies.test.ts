import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sqlitePlace } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { anyBodies, type WorstBody, worstBodies } from './worst-bodies.ts'
import { openLimit, operationsOfApis, type RequestInfo } from './worst-operations.ts'

/** Milliseconds of the main thread. The target is 50 on an idle machine; tests run on busy ones. */
const mostWork = 250

describe('the largest bodies', () => {
  for (const [api, operationsOf] of Object.entries(operationsOfApis))
    describe(api, () => {
      let s: TestServer
      let all: readonly RequestInfo[]
      before(async () => {
        s = await startTestServer(await sqlitePlace())
        all = (await operationsOf(s)).filter(({ operation }) => operation.body)
      })
      after(() => s.close())

      const ask = async ({ operation, url, proof }: RequestInfo, { body, type }: WorstBody) => {
        const headers = { ...proof.headers, 'content-type': type }
        const start = process.threadCpuUsage()
        const answer = await s.call(operation.method, url, { body, headers })
        const { user, system } = process.threadCpuUsage(start)
        return { answer, work: (user + system) / 1000 }
      }

      test(`S1, S14: cost little at each operation of ${api}, with an error in the format of the API`, async () => {
        let count = 0
        for (const one of all) {
          const { name, operation, isErrorResponse } = one
          const limit = operation.public ? Math.min(openLimit, one.limit) : one.limit
          // The first request compiles the validator.
          await ask(one, { what: '', body: '{}', type: 'application/json' })
          // Parsing is the same for every operation.
          const read = operation.public || one === all[0] ? anyBodies(limit) : []
          for (const worst of [...worstBodies(operation, limit), ...read]) {
            const { answer, work } = await ask(one, worst)
            const about = `${name}, ${worst.what}: ${answer.status}`
            assert.ok(answer.status < 500, about)
            if (answer.status >= 400)
              assert.ok(isErrorResponse(answer), `${about} ${JSON.stringify(answer.body).slice(0, 200)}`)
            assert.ok(work < mostWork, `${about} took ${Math.round(work)} ms`)
            count++
          }
        }
        assert.ok(count > 20, `${count} bodies`)
      })

      test(`S1: an unauthenticated operation of ${api} accepts 16 KiB, and an authenticated one reads nothing before authentication`, async () => {
        for (const one of all) {
          const { name, operation, isErrorResponse } = one
          const type = operation.form === 'request' ? 'application/x-www-form-urlencoded' : 'application/json'
          const stranger = { ...one, url: one.url.replace(/\?.*$/, ''), proof: {} }
          const { answer } = await ask(stranger, { what: 'large', body: 'x'.repeat(openLimit + 1), type })
          // Clients of Geobox treat every other status as success.
          const expected = !operation.public ? [401] : api === 'geobox' ? [422] : [413]
          assert.ok(expected.includes(answer.status), `${name}: ${answer.status}`)
          assert.ok(isErrorResponse(answer), `${name}: ${JSON.stringify(answer.body)}`)
        }
      })
    })
})
