import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootstrapOnce } from '../src/composition/administrator.ts'
import { openMuster } from '../src/composition/server.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { onEachDatabase } from './databases.ts'
import { ask, signInAdmin } from './process.ts'

const password = 'a password for this test'

onEachDatabase('first start', (makePlace) => {
  const listening = async () => {
    const place = await makePlace()
    const muster = await openMuster(
      loadConfig({
        MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
        MUSTER_PUBLIC_URL: 'http://muster.test',
        ...place.environment,
      }),
      { synchronous: 'off' },
    )
    muster.opening.hold()
    const url = await muster.app.listen({ host: '127.0.0.1', port: 0 })
    const close = async () => {
      await muster.close()
      await place.remove()
    }
    return { muster, url, close }
  }

  test('K4: is not ready before it has its administrator, and the first sign-in after that works', async () => {
    const { muster, url, close } = await listening()
    assert.equal((await fetch(`${url}/readyz`)).status, 503)
    assert.equal((await fetch(`${url}/healthcheck`)).status, 200)
    const early = [signInAdmin(url, password), ask(url, 'GET', '/v3'), fetch(`${url}/api/v1/version`)]
    assert.equal(await bootstrapOnce(muster, password), true)
    assert.equal((await fetch(`${url}/readyz`)).status, 503)
    muster.opening.open()
    assert.equal((await fetch(`${url}/readyz`)).status, 200)
    const [token, versions] = await Promise.all(early)
    assert.match(String(token), /^gAAAAA/)
    assert.equal((versions as { status: number }).status, 200)
    await signInAdmin(url, password)
    await close()
  })

  test('K4: a start that ends before it is ready answers pending requests with 503, in the format of each API', async () => {
    const { muster, url, close } = await listening()
    // The server has accepted the requests once it has accepted the connections.
    let connections = 0
    const taken = new Promise<void>((resolve) => {
      muster.app.server.on('request', () => {
        if (++connections === 2) resolve()
      })
    })
    const early = [fetch(`${url}/v3/users`), fetch(`${url}/api/v1/users`)]
    await taken
    await close()
    const [keystone, native] = await Promise.all(early)
    assert.equal(keystone?.status, 503)
    assert.equal(keystone?.headers.get('retry-after'), '2')
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
    const [inKeystone, inNative]: any[] = [await keystone?.json(), await native?.json()]
    assert.equal(inKeystone.error.code, 503)
    assert.equal(native?.status, 503)
    assert.equal(inNative.type, '/problems/starting')
  })
})
