import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Native, nativeClient } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const samples = 300

/** The Kolmogorov-Smirnov distance of two empirical distributions. */
const distance = (one: readonly number[], other: readonly number[]): number => {
  const share = (all: readonly number[], x: number) => all.filter((value) => value <= x).length / all.length
  return Math.max(...[...one, ...other].map((x) => Math.abs(share(one, x) - share(other, x))))
}

/** Critical distance for equal distributions at a significance of 1 in 10,000. */
const limit = 2.23 * Math.sqrt(2 / samples)

onEachDatabase('response time', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const known = async (username: string, more: object) => {
    await n.newUser({ username, email: `${username}@example.com`, password: undefined, ...more })
  }
  const timed = async (work: () => Promise<{ readonly status: number }>): Promise<number> => {
    const begun = performance.now()
    const { status } = await work()
    const took = performance.now() - begun
    assert.equal(status, 202)
    return took
  }

  test('T73: recovery timing does not reveal whether the account exists', async () => {
    const names = Array.from({ length: samples }, (_, i) => `${i}`.padStart(4, '0'))
    for (const name of names) await known(`known-${name}`, {})
    await s.muster.store.transaction('read committed', async ({ users, passwords }) => {
      for (const name of names) {
        const user = await users.getByName('default', `known-${name}`)
        const hash = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$c29tZWhhc2g'
        const kept = {
          userId: user?.id ?? '',
          hash,
          createdAt: Date.now(),
          expiresAt: null,
          selfService: true,
        }
        await passwords.insert(kept)
      }
    })
    const ask = (username: string) => timed(() => n.call('POST', '/recovery', { body: { username } }))
    for (const name of names.slice(0, 50)) await ask(`warmup-${name}`)
    const [there, missing]: [number[], number[]] = [[], []]
    // Alternating, so that other load affects both samples.
    for (const [i, name] of names.entries())
      for (const who of i % 2 ? ['known', 'other'] : ['other', 'known'])
        (who === 'known' ? there : missing).push(await ask(`${who}-${name}`))
    const found = distance(there, missing)
    assert.ok(found < limit, `${found} is not below ${limit}`)
    const sentEmails = (await s.sentEmails()).filter(({ template }) => template === 'recovery')
    assert.equal(sentEmails.length, samples, 'and every existing user receives an email')
  })
})
