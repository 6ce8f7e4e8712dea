import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Serving, serve } from './process.ts'

const password = 'a password for this test'
const total = 400

const call = async ({ url }: Serving, secret: string, method: string, path: string, body?: object | string) =>
  fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(secret === '' ? {} : { authorization: `Bearer ${secret}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })

onEachDatabase('a bulk job whose server is killed', (makePlace) => {
  for (const [action, kind] of [
    ['delete', 'user.deleted'],
    ['restore', 'user.restored'],
  ] as const)
    test(`N23: kill -9 in the middle of a run: after a restart every user is handled exactly once, ${action}`, async () => {
      const place = await makePlace()
      const settings = {
        ...place.environment,
        MUSTER_BOOTSTRAP_PASSWORD: password,
        MUSTER_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
      }
      const first = await serve(settings)
      const session = await call(first, '', 'POST', '/sessions', { username: 'admin', password })
      const { secret } = (await session.json()) as { secret: string }
      const post = async (path: string, body: object) =>
        (await (await call(first, secret, 'POST', path, body)).json()) as { id: string }
      const rows = Array.from({ length: total }, (_, n) => `${JSON.stringify({ username: `crash-${n}` })}\n`)
      const made = await post('/imports', { format: 'ndjson' })
      await (await call(first, secret, 'POST', `/imports/${made.id}/rows`, rows.join(''))).text()
      const users = { filter: "username LIKE 'crash-%'" }
      const newJob = async (of: string) => (await post('/bulk-jobs', { action: of, users })).id
      const runToEnd = async (server: Serving, job: string) => {
        let last: { state?: string } = {}
        for (let runs = 0; last.state !== 'done' && runs < 20; runs++) {
          const text = await (await call(server, secret, 'POST', `/bulk-jobs/${job}/run`)).text()
          last = JSON.parse(text.trim().split('\n').at(-1) ?? '')
        }
        return last
      }
      if (action === 'restore') await runToEnd(first, await newJob('delete'))
      const id = await newJob(action)
      const show = async (server: Serving) =>
        // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
        (await (await call(server, secret, 'GET', `/bulk-jobs/${id}`)).json()) as any
      const running = call(first, secret, 'POST', `/bulk-jobs/${id}/run`)
        .then((answer) => answer.text())
        .catch(() => undefined)
      while ((await show(first)).handled < 20);
      await first.stop('SIGKILL')
      await running

      const second = await serve(settings)
      try {
        const cut = await show(second)
        assert.equal(cut.handled, cut.changed)
        assert.ok(cut.handled >= 20 && cut.handled < total, `${cut.handled}`)
        const counts = { handled: total, changed: total, unchanged: 0, failed: 0 }
        assert.deepEqual(await runToEnd(second, id), { state: 'done', ...counts })
        const events = new Set<string>()
        for (let cursor = ''; ; ) {
          const path = `/events?kind=${kind}&limit=1000${cursor}`
          const page = (await (await call(second, secret, 'GET', path)).json()) as {
            events: { subject_id: string }[]
            next_cursor: string | null
          }
          for (const { subject_id } of page.events) {
            assert.ok(!events.has(subject_id), 'handled once')
            events.add(subject_id)
          }
          if (page.next_cursor === null) break
          cursor = `&cursor=${page.next_cursor}`
        }
        assert.equal(events.size, total)
      } finally {
        await second.stop('SIGTERM')
        await place.remove()
      }
    })
})
