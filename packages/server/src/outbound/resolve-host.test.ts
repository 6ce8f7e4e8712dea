import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '../core/kernel/domain-error.ts'
import { makeOutbound } from './outbound-client.ts'
import { makeResolveHost } from './resolve-host.ts'

const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code })
}

test('R12: a slow name does not delay a request for long, and is checked at delivery', async () => {
  let answer: (addresses: readonly { address: string; family: number }[]) => void = () => {}
  let lookups = 0
  const outbound = makeOutbound({
    allowedNetworks: [],
    allowHttp: false,
    lookupTimeout: 20,
    resolve: () => {
      lookups++
      return new Promise((resolve) => {
        answer = resolve
      })
    },
  })
  assert.equal(await outbound.check('https://slow.example/hook'), 'https://slow.example/hook')
  const sent = await outbound.send({
    url: 'https://slow.example/',
    method: 'POST',
    maxBytes: 1,
    timeout: 5000,
  })
  assert.equal(sent.kind === 'failed' && sent.failure, 'timeout')
  assert.equal(lookups, 2)
  const checking = outbound.check('https://slow.example/')
  answer([{ address: '10.0.0.1', family: 4 }])
  await assert.rejects(
    checking,
    (thrown) => isDomainError(thrown, 'invalid') && thrown.code === 'url_refused',
  )
  const later = outbound.send({ url: 'https://slow.example/', method: 'POST', maxBytes: 1, timeout: 5000 })
  await new Promise((resolve) => setImmediate(resolve))
  answer([{ address: '10.0.0.1', family: 4 }])
  const rejected = await later
  assert.equal(rejected.kind === 'failed' && rejected.failure, 'address_refused')
})

test('R12: name servers are queried without a thread, and the system resolver only for other names', async () => {
  const systemAsked: string[] = []
  const system = async (host: string) => {
    systemAsked.push(host)
    return [{ address: '192.0.2.2', family: 4 }]
  }
  const known = makeResolveHost({ query: async () => [{ address: '192.0.2.1', family: 4 }], system })
  assert.equal((await known('a.example'))[0]?.address, '192.0.2.1')
  assert.deepEqual(systemAsked, [])
  assert.equal((await known('localhost'))[0]?.address, '192.0.2.2')
  assert.equal((await known('database'))[0]?.address, '192.0.2.2')
  const unknown = makeResolveHost({ query: failing('ENOTFOUND'), system })
  assert.equal((await unknown('in.the.hosts.file'))[0]?.address, '192.0.2.2')
  const silent = makeResolveHost({ query: failing('ETIMEOUT'), system })
  await assert.rejects(silent('slow.example'), { code: 'ETIMEOUT' })
  assert.deepEqual(systemAsked, ['localhost', 'database', 'in.the.hosts.file'])
})

test('R12: the system resolver runs at most two lookups at once', async () => {
  const ends: (() => void)[] = []
  let running = 0
  let most = 0
  const resolve = makeResolveHost({
    query: failing('ENOTFOUND'),
    system: async () => {
      most = Math.max(most, ++running)
      await new Promise<void>((end) => ends.push(end))
      running--
      return [{ address: '192.0.2.1', family: 4 }]
    },
  })
  const all = Promise.all(Array.from({ length: 10 }, (_, n) => resolve(`${n}.example`)))
  let done = false
  const finished = all.then(() => {
    done = true
  })
  while (!done) {
    ends.shift()?.()
    await new Promise((turn) => setImmediate(turn))
  }
  await finished
  assert.equal(most, 2)
})
