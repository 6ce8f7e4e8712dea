import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { isDomainError } from '../core/kernel/domain-error.ts'
import type { OutboundAsk } from '../core/kernel/outbound/outbound.ts'
import { makeOutbound, type OutboundOptions } from './outbound-client.ts'

/** Names as resolved by an attacker's name server. */
const names: Readonly<Record<string, readonly string[]>> = {
  'loopback.evil.example': ['127.0.0.1'],
  'six.evil.example': ['::1'],
  'mapped.evil.example': ['::ffff:10.0.0.1'],
  'metadata.evil.example': ['169.254.169.254'],
  'half.evil.example': ['93.184.216.34', '192.168.1.1'],
  'nat64.evil.example': ['64:ff9b::a9fe:a9fe'],
  'nowhere.evil.example': [],
  'good.example': ['93.184.216.34'],
  'xn--bcher-kva.example': ['93.184.216.34', '2606:2800:220:1::1'],
}

const resolve: OutboundOptions['resolve'] = async (host) => {
  const found = names[host]
  if (!found) throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' })
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}

const hostile = [
  // Numbers in every spelling that some resolver interprets as 127.0.0.1 or a neighbour.
  ['https://127.0.0.1/', 'https://127.1/', 'https://127.0.1/', 'https://2130706433/', 'https://0x7f000001/'],
  [
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://0x7f.1/',
    'https://127.0.0.1./',
  ],
  ['https://0/', 'https://0.0.0.0/', 'https://0x0/', 'https://00000/', 'https://127.0.0.1:8080/'],
  ['https://%31%32%37.0.0.1/', 'https://127%2e0%2e0%2e1/', 'https://①②⑦.⓪.⓪.①/', 'https://１２７.０.０.１/'],
  ['https://127。0。0。1/', 'https://127．0．0．1/', 'https://0x7F.0X0.0.1/'],
  // Private networks.
  [
    'https://10.0.0.1/',
    'https://167772161/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
  ],
  [
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://[fd00:ec2::254]/',
  ],
  ['https://100.100.100.200/', 'https://192.0.0.192/', 'https://224.0.0.1/', 'https://255.255.255.255/'],
  ['https://198.51.100.1/', 'https://203.0.113.1/', 'https://192.0.2.1/', 'https://198.18.0.1/'],
  // IPv6, and IPv4 embedded in IPv6.
  ['https://[::]/', 'https://[::1]/', 'https://[0:0:0:0:0:0:0:1]/', 'https://[::ffff:127.0.0.1]/'],
  [
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
  ],
  ['https://[2001:0:7f00:1::]/', 'https://[fe80::1]/', 'https://[fe80::1%25eth0]/', 'https://[fc00::1]/'],
  ['https://[ff02::1]/', 'https://[2001:db8::1]/', 'https://[::ffff:0:127.0.0.1]/', 'https://[fec0::1]/'],
  // Names of this machine and its network.
  [
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://foo.localhost/',
    'https://ｌｏｃａｌｈｏｓｔ/',
  ],
  [
    'https://localhost../',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://router.home.arpa/',
  ],
  // Names that resolve to such addresses.
  ['https://loopback.evil.example/', 'https://six.evil.example/', 'https://mapped.evil.example/'],
  ['https://metadata.evil.example/', 'https://half.evil.example/', 'https://nat64.evil.example/'],
  ['https://LOOPBACK.evil.example./', 'https://loopback。evil。example/'],
  // User info, other schemes, and URLs that parsers interpret differently.
  ['https://good.example@127.0.0.1/', 'https://user:secret@good.example/', 'https://@good.example/'],
  [
    'https://good.example:@good.example/',
    'https://127.0.0.1#@good.example/',
    'https://127.0.0.1\\@good.example/',
  ],
  [
    'https://good.example\\.evil.example/',
    'https:\\\\good.example/',
    'https:good.example',
    'https:///good.example/',
  ],
  [
    'http://good.example/',
    'HTTP://good.example/',
    'ftp://good.example/',
    'file:///etc/passwd',
    'gopher://good.example/',
  ],
  [
    'javascript:alert(1)',
    'data:text/plain,x',
    'unix:/var/run/docker.sock',
    '//good.example/',
    'good.example',
    '',
  ],
  [
    'https://',
    'https://?',
    'https://#',
    'https://good.example:0/',
    'https://good.example:99999/',
    'https://[::1/',
  ],
  [
    'https://good.example/\r\nX: y',
    'https://good.exa\nmple/',
    ' https://good.example/',
    'https://good.example/\0',
  ],
  [
    'https://127.0.0.1\t/',
    'https://good\u00ad.example@127.0.0.1/',
    'https://good.example/\u202e',
    'https://a b.example/',
  ],
  [`https://good.example/${'x'.repeat(2048)}`, 'https://1.1.1.1.1/', 'https://256.1.1.1/'],
].flat()

const ask = (url: string, more: Partial<OutboundAsk> = {}): OutboundAsk => ({
  url,
  method: 'POST',
  body: 'x',
  maxBytes: 100,
  timeout: 5000,
  ...more,
})

test('T68: no hostile URL is accepted or called', async () => {
  assert.ok(hostile.length >= 60)
  const outbound = makeOutbound({ allowedNetworks: [], allowHttp: false, resolve })
  for (const url of hostile) {
    await assert.rejects(
      outbound.check(url),
      (thrown) => isDomainError(thrown, 'invalid') && ['url_invalid', 'url_refused'].includes(thrown.code),
      url,
    )
    const answer = await outbound.send(ask(url))
    assert.equal(answer.kind === 'failed' && answer.failure, 'address_refused', url)
  }
})

test('internet addresses are accepted, in normalized form', async () => {
  const outbound = makeOutbound({ allowedNetworks: [], allowHttp: false, resolve })
  const good = {
    'https://good.example': 'https://good.example/',
    'https://GOOD.example:443/a?b=c#d': 'https://good.example/a?b=c',
    'https://bücher.example:8443/': 'https://xn--bcher-kva.example:8443/',
    'https://8.8.8.8:22/': 'https://8.8.8.8:22/',
    'https://[2606:4700::1111]/': 'https://[2606:4700::1111]/',
    'https://not.yet.known.example/': 'https://not.yet.known.example/',
  }
  for (const [url, normal] of Object.entries(good)) assert.equal(await outbound.check(url), normal)
  const plain = makeOutbound({ allowedNetworks: [], allowHttp: true, resolve })
  assert.equal(await plain.check('http://good.example'), 'http://good.example/')
  await assert.rejects(plain.check('http://127.0.0.1/'))
})

describe('calls to a server on loopback', () => {
  let server: Server
  let port: number
  const paths: string[] = []
  const waiting: (() => void)[] = []
  before(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? ''
      paths.push(`${request.headers.host?.split(':')[0]}${path}`)
      if (path === '/redirect')
        response.writeHead(307, { location: `http://127.0.0.1:${port}/secret` }).end('no')
      else if (path === '/large') response.end('y'.repeat(5_000_000))
      else if (path === '/silent') for (const notify of waiting.splice(0)) notify()
      else if (path === '/drip') {
        response.write('a')
        for (const notify of waiting.splice(0)) notify()
      } else response.end('fine')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const allowing = (more: Partial<OutboundOptions> = {}) =>
    makeOutbound({ allowedNetworks: ['127.0.0.0/8'], allowHttp: true, ...more })
  const here = (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`

  test('an allowed network is called, and its response is returned', async () => {
    const answer = await allowing().send(ask(here('/fine')))
    assert.equal(answer.kind, 'answered')
    if (answer.kind === 'answered') {
      assert.equal(answer.status, 200)
      assert.equal(Buffer.from(answer.body).toString(), 'fine')
      assert.equal(answer.cut, false)
    }
  })

  test('T68: a name that resolves to a forbidden address at connection time is rejected', async () => {
    let requestCount = 0
    const rebinding = makeOutbound({
      allowedNetworks: [],
      allowHttp: true,
      resolve: async () => [{ address: requestCount++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 }],
    })
    const url = here('/rebound', 'rebind.example')
    assert.equal(await rebinding.check(url), url)
    const answer = await rebinding.send(ask(url))
    assert.equal(answer.kind === 'failed' && answer.failure, 'address_refused')
    assert.equal(requestCount, 2)
    assert.ok(!paths.some((path) => path.endsWith('/rebound')))
  })

  test('the connection uses the address that was checked', async () => {
    let requestCount = 0
    const once = allowing({
      resolve: async () => {
        requestCount++
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    const answer = await once.send(ask(here('/named', 'inside.example')))
    assert.equal(answer.kind, 'answered')
    assert.equal(requestCount, 1)
    assert.ok(paths.includes('inside.example/named'))
  })

  test('T68: a redirect is returned and not followed', async () => {
    const answer = await allowing().send(ask(here('/redirect')))
    assert.equal(answer.kind === 'answered' && answer.status, 307)
    assert.ok(!paths.some((path) => path.endsWith('/secret')))
  })

  test('a large response is truncated at the limit', async () => {
    const answer = await allowing().send(ask(here('/large'), { maxBytes: 1000 }))
    assert.ok(answer.kind === 'answered' && answer.cut)
    assert.equal(answer.body.length, 1000)
  })

  test('a server that never responds, or never ends, times out', async () => {
    for (const path of ['/silent', '/drip']) {
      const answer = await allowing().send(ask(here(path), { timeout: 30 }))
      assert.equal(answer.kind === 'failed' && answer.failure, 'timeout', path)
      const stop = new AbortController()
      waiting.push(() => stop.abort())
      const stopped = await allowing().send(ask(here(path), { signal: stop.signal }))
      assert.equal(stopped.kind === 'failed' && stopped.failure, 'stopped', path)
    }
  })

  test('connection failures are reported with stable messages', async () => {
    const closed = createServer()
    closed.listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port: free } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    assert.deepEqual(await allowing().send(ask(`http://127.0.0.1:${free}/`)), {
      kind: 'failed',
      failure: 'connection',
      why: 'The connection failed (ECONNREFUSED).',
    })
    const unknown = await allowing({ resolve }).send(ask('https://unknown.example/'))
    assert.equal(unknown.kind === 'failed' && unknown.failure, 'name_unknown')
    const empty = await allowing({ resolve }).send(ask('https://nowhere.evil.example/'))
    assert.equal(empty.kind === 'failed' && empty.failure, 'name_unknown')
    // Plain HTTP instead of TLS.
    const insecure = await allowing().send(ask(here('/').replace('http:', 'https:')))
    assert.equal(insecure.kind === 'failed' && insecure.failure, 'connection')
  })

  test('proxy environment variables are ignored', async () => {
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'NODE_USE_ENV_PROXY']
    const kept = names.map((name) => [name, process.env[name]] as const)
    try {
      for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : 'http://127.0.0.1:1'
      const answer = await allowing().send(ask(here('/direct')))
      assert.equal(answer.kind, 'answered')
    } finally {
      for (const [name, value] of kept) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    }
  })
})
