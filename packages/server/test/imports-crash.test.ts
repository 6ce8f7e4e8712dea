import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Serving, serve } from './process.ts'

const password = 'a password for this test'
const total = 20_000

const call = async (base: string, secret: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: {
      ...(secret === '' ? {} : { authorization: `Bearer ${secret}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
  return (await response.json()) as any
}

const signIn = async ({ url }: Serving): Promise<string> =>
  (await call(url, '', 'POST', '/sessions', { username: 'admin', password })).secret

async function* file() {
  for (let at = 0; at < total; at += 100) {
    const rows = Array.from(
      { length: 100 },
      (_, n) => `crash-${at + n},c${at + n}@example.com,$2b$05$${'x'.repeat(53)}`,
    )
    yield Buffer.from(`${at === 0 ? 'username,email,password_hash\n' : ''}${rows.join('\n')}\n`)
  }
}

const send = ({ url }: Serving, secret: string, id: string) =>
  fetch(`${url}/api/v1/imports/${id}/rows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'text/csv' },
    body: file() as never,
    duplex: 'half',
  } as RequestInit)

onEachDatabase('an import on a killed server', (makePlace) => {
  test('T41: kill -9 in the middle of an import: after a repeat every row is processed exactly once', async () => {
    const place = await makePlace()
    const settings = {
      ...place.environment,
      MUSTER_BOOTSTRAP_PASSWORD: password,
      MUSTER_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    }
    const first = await serve(settings)
    const secret = await signIn(first)
    const { id } = await call(first.url, secret, 'POST', '/imports', { format: 'csv' })
    const sending = send(first, secret, id)
      .then((answer) => answer.text())
      .catch(() => undefined)
    while ((await call(first.url, secret, 'GET', `/imports/${id}`)).rows_done < 2000);
    await first.stop('SIGKILL')
    await sending

    const second = await serve(settings)
    try {
      const cut = await call(second.url, secret, 'GET', `/imports/${id}`)
      assert.ok(cut.rows_done >= 2000 && cut.rows_done < total, `${cut.rows_done}`)
      assert.equal(cut.rows_done, cut.created)
      const answer = await send(second, secret, id)
      const last = JSON.parse((await answer.text()).trim().split('\n').at(-1) ?? '')
      assert.deepEqual(last, {
        state: 'done',
        rows_done: total,
        created: total,
        updated: 0,
        unchanged: 0,
        failed: 0,
      })
      const exported = await fetch(`${second.url}/api/v1/users/export`, {
        headers: { authorization: `Bearer ${secret}` },
      })
      const names = (await exported.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).username as string)
        .filter((name) => name.startsWith('crash-'))
      assert.equal(names.length, total)
      assert.equal(new Set(names).size, total)
    } finally {
      await second.stop('SIGTERM')
      await place.remove()
    }
  })
})
