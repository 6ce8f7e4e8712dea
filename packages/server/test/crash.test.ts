import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { ask, serve, signInAdmin } from './process.ts'

const password = 'a password for this test'

onEachDatabase('a killed process', (makePlace) => {
  test('T41: kill -9 during writes loses nothing acknowledged, and revocations persist', async () => {
    const place = await makePlace()
    const settings = {
      ...place.environment,
      MUSTER_BOOTSTRAP_PASSWORD: password,
      MUSTER_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    }
    const first = await serve(settings)
    const token = await signInAdmin(first.url, password)
    const revoked = await signInAdmin(first.url, password)
    const acknowledged: string[] = []
    let enough: () => void = () => {}
    const reached = new Promise<void>((resolve) => {
      enough = resolve
    })
    const write = async (writer: number) => {
      for (let n = 0; ; n++) {
        const name = `writer-${writer}-${n}`
        const answer = await ask(first.url, 'POST', '/v3/users', { token, body: { user: { name } } }).catch(
          () => undefined,
        )
        if (answer?.status !== 201) return
        acknowledged.push(name)
        if (acknowledged.length === 300) enough()
      }
    }
    const writers = Array.from({ length: 8 }, (_, writer) => write(writer))
    await reached
    assert.equal((await ask(first.url, 'DELETE', '/v3/auth/tokens', { token, subject: revoked })).status, 204)
    await first.stop('SIGKILL')
    await Promise.all(writers)

    const second = await serve(settings)
    try {
      const found = new Set<string>()
      for (let marker = ''; ; ) {
        const query = `/v3/users?limit=1000${marker === '' ? '' : `&marker=${marker}`}`
        const { body } = await ask(second.url, 'GET', query, { token })
        for (const user of body.users) found.add(user.name)
        if (body.links.next === null) break
        marker = body.users.at(-1).id
      }
      assert.deepEqual(
        acknowledged.filter((name) => !found.has(name)),
        [],
      )
      assert.equal((await ask(second.url, 'GET', '/v3/auth/tokens', { token, subject: revoked })).status, 404)
      assert.equal((await ask(second.url, 'GET', '/v3/users', { token: revoked })).status, 401)
    } finally {
      await second.stop('SIGTERM')
      await place.remove()
    }
  })

  test('SIGTERM lets running requests finish and exits with 0', async () => {
    const place = await makePlace()
    const settings = {
      ...place.environment,
      MUSTER_BOOTSTRAP_PASSWORD: password,
      MUSTER_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    }
    const serving = await serve(settings)
    // Hashing takes long enough for the signal to arrive during the request.
    const slow = signInAdmin(serving.url, password)
    const [code, token] = await Promise.all([
      fetch(`${serving.url}/healthcheck`).then(() => serving.stop('SIGTERM')),
      slow,
    ])
    assert.equal(code, 0)
    assert.match(token, /^gAAAAA/)
    await place.remove()
  })
})
