import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { ask, muster, serve, signInAdmin } from './process.ts'

onEachDatabase('muster keys rotate --credentials', (makePlace) => {
  test('a running server loses no credential and no write during repeated rotations', async () => {
    const place = await makePlace()
    const settings = {
      ...place.environment,
      MUSTER_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
      MUSTER_BOOTSTRAP_PASSWORD: 'the first password',
    }
    const serving = await serve(settings)
    try {
      const token = await signInAdmin(serving.url, 'the first password')
      const texts = new Map<string, string>()
      const write = async (n: number) => {
        const credential = { user_id: `user-${n}`, type: 'cert', blob: `text ${n}` }
        const { status, body } = await ask(serving.url, 'POST', '/v3/credentials', {
          token,
          body: { credential },
        })
        assert.equal(status, 201)
        const url = `/v3/credentials/${body.credential.id}`
        const change = { token, body: { credential: { blob: `text ${n} changed` } } }
        assert.equal((await ask(serving.url, 'PATCH', url, change)).status, 200)
        texts.set(body.credential.id, `text ${n} changed`)
      }
      for (let n = 0; n < 10; n++) await write(n)
      for (const round of [1, 2]) {
        let rotating = true
        const rotation = muster(['keys', 'rotate', '--credentials'], settings).finally(() => {
          rotating = false
        })
        for (let n = 100 * round; rotating; n++) await write(n)
        const { code, out, err } = await rotation
        assert.equal(code, 0, err)
        assert.match(out, new RegExp(`^Key ${round + 1} is now the primary key; 3 keys are active.`))
        assert.ok(Number(/encrypted again: (\d+)/.exec(out)?.[1]) >= 10, out)
        const { body } = await ask(serving.url, 'GET', '/v3/credentials', { token })
        const found = body.credentials.map(({ id, blob }: { id: string; blob: string }) => [id, blob])
        assert.deepEqual(new Map(found), texts)
      }
      const wrong = await muster(['serve', '--credentials'], settings)
      assert.deepEqual([wrong.code, wrong.out], [2, ''])
      assert.match(wrong.err, /unknown option '--credentials'/)
    } finally {
      await serving.stop('SIGTERM')
      await place.remove()
    }
  })
})
