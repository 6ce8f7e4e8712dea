import assert from 'node:assert/strict'
import { type AddressInfo, connect } from 'node:net'
import { after, before, test } from 'node:test'
import type { Operation } from '@muster/contract/operation.ts'
import fc from 'fast-check'
import { bootstrapOnce } from '../../src/composition/administrator.ts'
import { openMuster } from '../../src/composition/server.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { makeLogger } from '../../src/config/logger.ts'
import { onEachDatabase } from '../databases.ts'
import { adminPassword, type Called, startTestServer, type TestServer } from '../test-server.ts'
import { type Fixture, makeFixture, operations, requestFor } from './keystone-fixture.ts'
import { sampleOf, wrongBodies } from './schema-samples.ts'
import { snapshot } from './snapshot.ts'

const bodyLimit = 114_688
/** Operations without authentication. */
const openBodyLimit = 16_384

/** The status for a body that the operation does not accept. */
const failureOf = ({ public: isPublic }: Operation, bytes: number): number =>
  isPublic && bytes > openBodyLimit ? 413 : 400

const hostileTexts = [
  'a\ud800',
  '\udfff',
  'a\r\nX-Evil: 1',
  '\u0001\u001b[31m',
  '\u202e\u2028',
  "' or 1=1 --",
  '"; drop table users; --',
  '%s%n%00',
  `\${7*7}{{7*7}}`,
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'ﬀ'.repeat(100),
  '🙂'.repeat(64),
  ' ',
  'x'.repeat(50_000),
]

/** Names with a meaning in JavaScript objects, JSON and promises; here they are ordinary attributes. */
const hostileNames = [
  'constructor',
  'prototype',
  'toString',
  'toJSON',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'rendered',
  'length',
  '',
  ' ',
  '\u0001',
  '\ud800',
  '0',
  '$ref',
]

onEachDatabase('hostile clients of Identity v3', (makePlace) => {
  let s: TestServer
  let fixture: Fixture
  before(async () => {
    s = await startTestServer(await makePlace())
    fixture = await makeFixture(s)
    await s.muster.app.listen({ host: '127.0.0.1', port: 0 })
  })
  after(() => s.close())

  const isFault = ({ status, body }: Called, expected: number, why: string) => {
    assert.equal(status, expected, `${why}: ${status} ${JSON.stringify(body)?.slice(0, 300)}`)
    assert.equal(body.error.code, expected, why)
  }
  const neverBreaks = ({ status, body }: Called, why: string) =>
    assert.ok(status < 500, `${why}: ${status} ${JSON.stringify(body)?.slice(0, 300)}`)
  const stillAnswers = async () => {
    assert.equal((await s.call('GET', '/v3/users?limit=1', { token: s.system })).status, 200)
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  }
  /** Runs requests that must not change any stored data. */
  const changesNothing = async (attacks: () => Promise<unknown>) => {
    const stored = await snapshot(s.muster.store)
    await attacks()
    assert.deepEqual(await snapshot(s.muster.store), stored)
    await stillAnswers()
  }
  const withBody = operations.flatMap(([name, operation]) =>
    operation.body === undefined || operation.form === 'request'
      ? []
      : [[name, operation, operation.body] as const],
  )
  const send = (operation: Operation, body: unknown, token = s.system) => {
    const { method, url } = requestFor(operation, fixture.things)
    return s.call(method, url, { token, body })
  }

  const bytes = async (operation: Operation, payload: string | Buffer): Promise<Called> => {
    const { method, url } = requestFor(operation, fixture.things)
    const headers = { 'x-auth-token': s.system, 'content-type': 'application/json' }
    const answer = await s.muster.app.inject({ method: method as 'POST', url, headers, payload })
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
  }

  /** Sends raw bytes over a separate connection. */
  const raw = (text: string | Buffer): Promise<{ status: number; head: string; body: string }> =>
    new Promise((resolve, reject) => {
      const { port } = s.muster.app.server.address() as AddressInfo
      const socket = connect({ host: '127.0.0.1', port })
      const chunks: Buffer[] = []
      socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')))
      socket.on('data', (chunk) => chunks.push(chunk))
      socket.on('error', (error) => (chunks.length > 0 ? undefined : reject(error)))
      socket.on('close', () => {
        const [head = '', ...body] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n')
        resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, body: body.join('\r\n\r\n') })
      })
      socket.write(text)
    })
  type Line = readonly [name: string, value: string]
  const request = (method: string, path: string, lines: readonly Line[], body = '') =>
    Buffer.from(
      [
        `${method} ${path} HTTP/1.1`,
        'Host: muster.test',
        'Connection: close',
        ...lines.map(([name, value]) => `${name}: ${value}`),
        ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`]),
        '',
        body,
      ].join('\r\n'),
      'latin1',
    )

  test('T77: malformed tokens are rejected without internal errors', async () => {
    const cut = s.system.slice(0, -1)
    const flipped = `${s.system.slice(0, 40)}${s.system[40] === 'A' ? 'B' : 'A'}${s.system.slice(41)}`
    const odd = [
      'x',
      'null',
      'undefined',
      'Bearer',
      `Bearer ${s.system}`,
      cut,
      flipped,
      `${s.system}A`,
      `${s.system}=`,
      `${s.system} x`,
      `${s.system},${s.system}`,
      s.system.toUpperCase(),
      'gAAAAA',
      `gAAAAA${'A'.repeat(200)}`,
      'A'.repeat(4096),
      'A'.repeat(12_000),
      '\xff\xfe\x80',
      '\x01'.replace('\x01', '\t.'),
      '{"id": 1}',
      '../../..',
    ]
    await changesNothing(async () => {
      for (const token of odd) {
        const asking = await raw(request('GET', '/v3/users', [['X-Auth-Token', token]]))
        assert.equal(asking.status, 401, `X-Auth-Token: ${token.slice(0, 40)}`)
        assert.equal(JSON.parse(asking.body).error.code, 401)
        const subject = [
          ['X-Auth-Token', s.system],
          ['X-Subject-Token', token],
        ] as const
        for (const method of ['GET', 'HEAD', 'DELETE']) {
          const { status } = await raw(request(method, '/v3/auth/tokens', subject))
          assert.equal(status, 404, `${method} of ${token.slice(0, 40)}`)
        }
      }
      const twice = [
        ['X-Auth-Token', s.system],
        ['X-Auth-Token', s.system],
      ] as const
      assert.equal((await raw(request('GET', '/v3/users', twice))).status, 401)
      assert.equal((await raw(request('GET', '/v3/users', [['X-Auth-Token', '']]))).status, 401)
    })
  })

  test('T71, T77: no other header authenticates', async () => {
    const odd = [
      '',
      'Bearer',
      'Bearer ',
      'Bearer \xff',
      `Bearer ${s.system}`,
      'Basic',
      'Basic !!!',
      'Basic Og==',
    ]
    const schemes = [
      'OAuth',
      'OAuth oauth_token="',
      'AWS4-HMAC-SHA256',
      'Negotiate x',
      'Digest username="a',
      ',,,',
    ]
    for (const value of [...odd, ...schemes])
      assert.equal((await raw(request('GET', '/v3/users', [['Authorization', value]]))).status, 401, value)
    const { id } = (await s.call('GET', '/v3/users?name=admin', { token: s.system })).body.users[0]
    const claims = [
      ['X-Identity-Status', 'Confirmed'],
      ['X-User-Id', id],
      ['X-User-Name', 'admin'],
      ['X-Roles', 'admin'],
      ['X-Is-Admin-Project', 'True'],
      ['OpenStack-System-Scope', 'all'],
      ['X-Project-Id', fixture.things['project_id'] ?? ''],
      ['X-Domain-Id', 'default'],
      ['X-Forwarded-User', 'admin'],
      ['X-Forwarded-For', '127.0.0.1'],
      ['Remote-User', 'admin'],
      ['X-Service-Token', s.system],
      ['Cookie', `token=${s.system}; session=${s.system}`],
      ['X-HTTP-Method-Override', 'GET'],
    ] as const
    assert.equal((await raw(request('GET', '/v3/users', claims))).status, 401)
    const plain = [...claims, ['X-Auth-Token', fixture.plain.token]] as const
    assert.equal((await raw(request('GET', '/v3/users', plain))).status, 403)
    assert.equal((await raw(request('DELETE', `/v3/users/${id}`, plain))).status, 403)
  })

  test('T77: unknown content types, lengths and request lines', async () => {
    const types = [
      'application/json; charset=utf-16',
      'application/json;',
      'application/json;;;=',
      'application/jsonx',
      'text/plain',
      'text/html',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'application/xml',
      '/',
      ';',
      '\xff',
      'x'.repeat(5000),
      'application/json, text/plain',
    ]
    await changesNothing(async () => {
      for (const type of types) {
        const lines = [
          ['X-Auth-Token', s.system],
          ['Content-Type', type],
        ] as const
        const { status, body } = await raw(request('POST', '/v3/users', lines, '{"user": {}}'))
        assert.equal(status, 400, type)
        assert.equal(JSON.parse(body).error.code, 400, type)
      }
      const token: Line = ['X-Auth-Token', s.system]
      const broken: readonly (readonly Line[])[] = [
        [token, ['Content-Length', '-1']],
        [token, ['Content-Length', '1e3']],
        [token, ['Content-Length', '5'], ['Content-Length', '6']],
        [token, ['Content-Length', '5'], ['Transfer-Encoding', 'chunked']],
        [token, ['Transfer-Encoding', 'nonsense']],
        [token, ['X-Evil ', 'space before the colon']],
        [token, ['X-Evil', 'bare\nline feed']],
        [token, ['X-Evil', 'bare\rreturn']],
        [token, ['X-Evil', 'nul\x00']],
        [token, [' folded', 'line']],
        [token, ['', 'no name']],
      ]
      for (const lines of broken) {
        const { status } = await raw(request('POST', '/v3/users', lines))
        assert.ok(status >= 400 && status < 500, `${JSON.stringify(lines.slice(1))}: ${status}`)
      }
      assert.equal(
        (await raw(request('GET', '/v3/users', [['X-Auth-Token', 'A'.repeat(65_536)]]))).status,
        431,
      )
      assert.equal(
        (await raw(request('GET', `/v3/users?name=${'x'.repeat(1_000_000)}`, [token]))).status,
        431,
      )
      for (const line of ['GET', 'GET /v3/users HTTP/9.9', '\0\0\0\0', 'get /v3 HTTP/1.1'])
        assert.equal((await raw(`${line}\r\n\r\n`)).status, 400, line)
    })
  })

  test('T77: content of a path or a query never becomes a header', async () => {
    const evil = '%0d%0aX-Evil:%201%0d%0a%0d%0aevil'
    const token: Line = ['X-Auth-Token', s.system]
    const project = `/v3/projects/${fixture.things['project_id']}`
    for (const [method, path] of [
      ['PUT', `${project}/tags/${evil}`],
      ['PUT', `${project}/tags/caf%C3%A9%F0%9F%99%82`],
      ['GET', `/v3/users/${evil}`],
      ['GET', `/v3/users?name=${evil}&limit=1`],
      ['GET', `/v3/${evil}`],
      ['PUT', `/v3/regions/${evil}`],
      ['PUT', '/v3/regions/caf%C3%A9%F0%9F%99%82'],
      ['GET', '/v3/regions/caf%C3%A9%F0%9F%99%82'],
    ] as const) {
      const { status, head } = await raw(request(method, path, [token, ['X-Subject-Token', evil]]))
      assert.ok(status < 500, `${method} ${path}: ${status}`)
      assert.doesNotMatch(head, /^X-Evil/im)
    }
  })

  test('T65: links use the configured address, regardless of the request', async () => {
    for (const name of ['Host', 'X-Forwarded-Host', 'Forwarded', 'X-Original-Host', 'X-Forwarded-Prefix']) {
      const value = name === 'Forwarded' ? 'host=evil.example' : 'evil.example'
      const text = `GET /v3/users?limit=1 HTTP/1.1\r\nConnection: close\r\nX-Auth-Token: ${s.system}\r\n`
      const host = name === 'Host' ? '' : 'Host: muster.test\r\n'
      const { status, head, body } = await raw(`${text}${host}${name}: ${value}\r\n\r\n`)
      assert.equal(status, 200, name)
      assert.doesNotMatch(head + body, /evil/)
      assert.match(JSON.parse(body).links.next, /^http:\/\/muster\.test\/v3\/users\?/)
    }
  })

  test('a body that is not a JSON object is 400', async () => {
    const bodies: readonly (string | Buffer)[] = [
      ' ',
      '{',
      '}',
      '{]',
      '{"a":}',
      "{'a': 1}",
      '{"a": 1,}',
      '{"a": 01}',
      '{"a": NaN}',
      '{"a": 1} x',
      '{} {}',
      '[]',
      '[{}]',
      'null',
      'true',
      '7',
      '"text"',
      'a=b&c=d',
      '<xml/>',
      '\0',
      '{"a":'.repeat(20_000),
      Buffer.from('\ufeff{"a": 1}', 'utf16le'),
    ]
    await changesNothing(async () => {
      for (const [name, operation] of withBody)
        for (const body of bodies)
          isFault(
            await bytes(operation, body),
            failureOf(operation, body.length),
            `${name}: ${String(body).slice(0, 40)}`,
          )
    })
  })

  test('a valid body with one invalid value is 400', async () => {
    const deep = (n: number, inside = '') => `${'['.repeat(n)}${inside}${']'.repeat(n)}`
    const values: readonly (string | Buffer)[] = [
      '"\0"',
      '"\\u0000"',
      '{"\\u0000": 1}',
      '{"b": ["\\u0000"]}',
      '{"__proto__": {"polluted": 1}}',
      '{"\\u005f_proto__": {"polluted": 1}}',
      '{"__\\u0070roto__": {"polluted": 1}}',
      '{"__pro\\u0074o__": null}',
      '[{"__proto__": null}]',
      deep(200),
      deep(20_000),
      deep(50_000),
      deep(50_000, '"__proto__"'),
      `["${'\\"]'.repeat(9)}", ${deep(101)}]`,
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
      Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
    ]
    await changesNothing(async () => {
      for (const [name, operation] of withBody) {
        const sample = JSON.stringify(requestFor(operation, fixture.things).call.body)
        assert.ok(sample.startsWith('{') && sample.endsWith('}'), name)
        const rest = sample === '{}' ? '}' : `, ${sample.slice(1)}`
        for (const value of values) {
          const body = Buffer.concat([Buffer.from('{"extra": '), Buffer.from(value), Buffer.from(rest)])
          isFault(
            await bytes(operation, body),
            failureOf(operation, body.length),
            `${name}: ${String(value).slice(0, 40)}`,
          )
        }
      }
    })
  })

  test('nesting is stored up to a limit', async () => {
    const deep = JSON.parse(`${'['.repeat(90)}"[[[[[[[[[[[[[[[[[[[["${']'.repeat(90)}`)
    const made = await s.call('POST', '/v3/users', {
      token: s.system,
      body: { user: { name: 'deep', deep } },
    })
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.user.deep, deep)
  })

  test('bodies are accepted up to the limit and 413 beyond, in the error format', async () => {
    const sized = (bytes: number) => {
      const empty = JSON.stringify({ user: { name: 'large', filler: '' } })
      return JSON.stringify({ user: { name: 'large', filler: 'x'.repeat(bytes - empty.length) } })
    }
    const post = (body: string) => s.call('POST', '/v3/users', { token: s.system, body })
    const taken = await post(sized(bodyLimit))
    assert.equal(taken.status, 201)
    assert.equal((await s.call('DELETE', `/v3/users/${taken.body.user.id}`, { token: s.system })).status, 204)
    await changesNothing(async () => {
      for (const bytes of [bodyLimit + 1, 1_000_000]) isFault(await post(sized(bytes)), 413, `${bytes} bytes`)
      const token: Line = ['X-Auth-Token', s.system]
      // Rejected by Content-Length, and by the actual size.
      const reported = await raw(request('POST', '/v3/users', [token, ['Content-Length', '999999999']]))
      assert.equal(reported.status, 413)
      assert.equal(JSON.parse(reported.body).error.code, 413)
      const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
      const chunked = request('POST', '/v3/users', [token, ['Transfer-Encoding', 'chunked']])
      const grown = await raw(Buffer.concat([chunked, Buffer.from(`${chunk.repeat(8)}0\r\n\r\n`)]))
      assert.equal(grown.status, 413)
    })
  })

  test('a wrong type in any field of any body is 400, and changes nothing', async () => {
    let count = 0
    await changesNothing(async () => {
      for (const [name, operation, schema] of withBody)
        for (const body of wrongBodies(schema)) {
          const text = JSON.stringify(body) ?? ''
          if (text.length > bodyLimit) continue
          count++
          const expected = failureOf(operation, Buffer.byteLength(text))
          isFault(await send(operation, text), expected, `${name}: ${text.slice(0, 120)}`)
        }
    })
    assert.ok(count > 1000, `${count} bodies`)
  })

  test('hostile text in any field of any body causes no internal error', async () => {
    for (const [name, operation, schema] of withBody) {
      const sample = sampleOf(schema)
      // Password verification is slow.
      const texts = name === 'changePassword' ? hostileTexts.slice(0, 3) : hostileTexts
      for (const text of texts) {
        const everywhere = JSON.parse(JSON.stringify(sample), (_, value) =>
          typeof value === 'string' ? text : value,
        )
        for (const body of [everywhere, ...fieldsOf(sample).map((field) => withField(sample, field, text))])
          neverBreaks(await send(operation, body), `${name}: ${JSON.stringify(body).slice(0, 120)}`)
      }
    }
    await stillAnswers()
  })

  test('attributes unknown to the server may have any name and any value', async () => {
    const values: readonly unknown[] = [
      null,
      1e308,
      -0,
      [],
      {},
      { constructor: { prototype: { polluted: 1 } } },
      '\ud800',
    ]
    const extras = Object.fromEntries(hostileNames.map((name, n) => [name, values[n % values.length]]))
    for (const [name, operation, schema] of withBody) {
      if (
        operation.method !== 'POST' ||
        !/^create(User|Group|Project|Domain|Role|Service|Endpoint)$/.test(name)
      )
        continue
      const { method, url } = requestFor(operation, fixture.things)
      const [noun = ''] = Object.keys(sampleOf(schema) as object)
      const input = (field: string) =>
        field === 'name'
          ? `extras of ${name}`
          : field === 'service_id'
            ? fixture.things['service_id']
            : undefined
      const body = sampleOf(schema, input) as Record<string, object>
      const made = await s.call(method, url, {
        token: s.system,
        body: { [noun]: { ...extras, ...body[noun] } },
      })
      assert.equal(made.status, 201, `${name}: ${JSON.stringify(made.body)}`)
      const { body: read } = await s.call('GET', `${url}/${made.body[noun].id}`, { token: s.system })
      for (const [extra, value] of Object.entries(extras))
        assert.deepEqual(
          read[noun][extra],
          JSON.parse(JSON.stringify(value)),
          `${name}: ${JSON.stringify(extra)}`,
        )
    }
    await stillAnswers()
  })

  test('arbitrary JSON anywhere in a body causes no internal error', async () => {
    const bodies = fc.tuple(
      fc.constantFrom(...withBody),
      fc.jsonValue({ maxDepth: 4, noNullPrototype: true } as never),
      fc.nat(),
    )
    await fc.assert(
      fc.asyncProperty(bodies, async ([[name, operation, schema], value, at]) => {
        const sample = sampleOf(schema)
        const fields = fieldsOf(sample)
        const body = withField(sample, fields[at % fields.length] ?? [], value)
        neverBreaks(
          await send(operation, JSON.stringify(body)),
          `${name}: ${JSON.stringify(body).slice(0, 300)}`,
        )
      }),
      { seed: 77, numRuns: 500 },
    )
    await stillAnswers()
  })

  test('T74, T75: arbitrary queries are answered, and forged markers are rejected', async () => {
    const lists = operations.filter(
      // Role assignments are not paged: rows have no id.
      ([name, { method, query }]) =>
        method === 'GET' && query?.includes('marker') && name !== 'listRoleAssignments',
    )
    assert.ok(lists.length > 10)
    await changesNothing(async () => {
      for (const [name, operation] of lists) {
        const { url } = requestFor(operation, fixture.things)
        // A selection of lists keeps the test short.
        const many = /^list(?:Users|Projects|Roles)$/.test(name) ? 1_000_000 : 10_000
        const million = 'x'.repeat(many)
        const tooMuch = many > 16_384
        // Some lists need a project-scoped token.
        const first = await s.call('GET', url, { token: s.system })
        const token = first.status === 403 ? s.admin : s.system
        const ask = (query: string) => s.call('GET', `${url}?${query}`, { token })
        const all = (await ask('')).body
        const [noun = ''] = Object.keys(all)
        const unknown = operation.strictQuery ? 400 : 200
        const rows: readonly [string, number | undefined][] = [
          ['limit=abc', 400],
          ['limit=-1', 400],
          ['limit=1;drop', 400],
          ['limit=1&limit=1', 200],
          ['limit=1&limit=x', 200],
          ['marker=nobody', 404],
          ["marker='%20or%20'1'='1", 404],
          ['marker=eyJpZCI6ImEifQ', 404],
          ['marker=%F0%9F%99%82&limit=1', 404],
          [`marker=${million}`, tooMuch ? 400 : 404],
          ['limit[]=1', unknown],
          ['limit[$gt]=1', unknown],
          ['__proto__=x', unknown],
          ['__proto__[polluted]=x', unknown],
          ['constructor=x&toString=y&hasOwnProperty=z', unknown],
          ['=&&==&;', undefined],
          ['%', undefined],
          ['%ff=%ff', undefined],
          ['name=%ed%a0%80', undefined],
          ['a%00=b', 400],
          ['name=a%00b', 400],
          [`${Array.from({ length: many / 200 }, (_, n) => `k${n}=v`).join('&')}`, tooMuch ? 400 : unknown],
          [million, tooMuch ? 400 : unknown],
        ]
        for (const [query, expected] of rows) {
          const answer = await ask(query)
          neverBreaks(answer, `${name}?${query.slice(0, 60)}`)
          if (expected !== undefined) assert.equal(answer.status, expected, `${name}?${query.slice(0, 60)}`)
        }
        for (const key of operation.query ?? []) {
          if (key === 'limit' || key === 'marker') continue
          for (const [comparison, value] of [
            ['', `${'%25_(a+)+$'.repeat(500)}`],
            ['__icontains', '(a+)+$_'.repeat(many / 7)],
          ] as const) {
            const answer = await ask(`${key}${comparison}=${value}`)
            assert.ok([200, 400].includes(answer.status), `${name}?${key}${comparison}: ${answer.status}`)
            // Flags, and comparisons of non-text fields, accept any value.
            if (answer.status === 200 && answer.body[noun].length > 0)
              assert.equal(answer.body[noun].length, all[noun].length, `${name}?${key}${comparison}`)
          }
        }
      }
    })
  })

  test('T90: authentication with a missing or unknown method always fails', async () => {
    const { user } = (
      await s.call('POST', '/v3/users', { token: s.system, body: { user: { name: 'without a password' } } })
    ).body
    const ways = [
      'password',
      'token',
      'totp',
      'application_credential',
      'oauth1',
      'external',
      'mapped',
      'saml2',
    ]
    const names = [
      ...ways,
      'oauth2_credential',
      'constructor',
      '__proto__',
      'toString',
      '',
      ' password',
      'PASSWORD',
    ]
    const nothing: readonly unknown[] = [undefined, null, {}, [], '', { user: {} }, { user: { id: user.id } }]
    const empty = [
      { id: user.id, password: '' },
      { id: user.id, password: 'x' },
      { id: '', password: '' },
    ]
    const proofs = [...nothing, ...empty.map((one) => ({ user: one })), { id: '' }, { id: '', secret: '' }]
    const identities = [
      ...names.flatMap((name) => proofs.map((proof) => ({ methods: [name], [name]: proof }))),
      { methods: [] },
      { methods: ['password', 'password'], password: {} },
      { methods: ['token', 'password'], token: { id: s.system } },
    ]
    for (const identity of identities)
      for (const scope of [undefined, { system: { all: true } }]) {
        const answer = await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity, scope } } })
        assert.ok([400, 401, 404].includes(answer.status), `${JSON.stringify(identity)}: ${answer.status}`)
        assert.equal(answer.headers['x-subject-token'], undefined)
      }
    for (const body of [
      undefined,
      {},
      { auth: {} },
      { auth: null },
      { auth: [] },
      { auth: { identity: {} } },
    ])
      isFault(await s.call('POST', '/v3/auth/tokens', { body }), 400, JSON.stringify(body))
  })

  test('T19: claims in bodies and queries about targets, users, domains and roles change no decision', async () => {
    const { things, domainB } = fixture
    const subject = await fixture.subject()
    for (const who of ['plain', 'managerB', 'readerB'] as const) {
      const { token, id, projectId } = fixture[who]
      const about = { id, domain_id: domainB, user_id: id, project_id: projectId }
      const claims: Record<string, unknown> = {
        target: {
          ...about,
          user: about,
          group: about,
          project: about,
          role: { name: 'reader', domain_id: domainB },
          domain: { id: domainB },
          token: { user_id: id },
        },
        'target.user.domain_id': domainB,
        'target.user.id': id,
        'target.token.user_id': id,
        ...about,
        userId: id,
        role: 'admin',
        roles: ['admin'],
        is_admin: 1,
        is_admin_project: true,
        system_scope: 'all',
        'token.domain.id': things['domain_id'],
        'token.project.domain.id': things['domain_id'],
        request_body: about,
        filter_attr: about,
      }
      const query = Object.entries(claims)
        .map(
          ([name, value]) =>
            `${encodeURIComponent(name)}=${encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value))}`,
        )
        .join('&')
      const inside = Object.fromEntries(Object.entries(claims).filter(([name]) => !(name in about)))
      await changesNothing(async () => {
        for (const [name, operation] of operations) {
          const { method, url, call } = requestFor(operation, things)
          const of = operation.path === '/auth/tokens' && method !== 'POST' ? { subject } : {}
          if (name === 'revokeToken' || name === 'createToken') continue
          const fair = await s.call(method, url, { ...call, ...of, token })
          const body = stuffed(call.body, claims, inside)
          const foul = await s.call(method, `${url}?${query}`, { body, ...of, token })
          if (fair.status >= 400)
            assert.ok(
              foul.status === fair.status || foul.status === 400,
              `${who}: ${name} was ${fair.status} and became ${foul.status}`,
            )
          const text = JSON.stringify(foul.body ?? {})
          for (const mark of who === 'plain' ? [] : fixture.marks)
            assert.equal(text.includes(`"${mark}"`), false, `${name} shows ${mark} to ${who}`)
        }
      })
    }
  })
})

onEachDatabase('the log of a server under attack', (makePlace) => {
  test('T78: one line for each event, without control characters and secrets', async () => {
    const place = await makePlace()
    const chunks: string[] = []
    const logger = makeLogger('trace', { write: (chunk) => void chunks.push(chunk) })
    const config = loadConfig({
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      ...place.environment,
    })
    const muster = await openMuster(config, { logger, synchronous: 'off' })
    try {
      await bootstrapOnce(muster, adminPassword)
      const user = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
      const signIn = await muster.app.inject({
        method: 'POST',
        url: '/v3/auth/tokens',
        payload: {
          auth: { identity: { methods: ['password'], password: { user } }, scope: { system: { all: true } } },
        },
      })
      const token = String(signIn.headers['x-subject-token'])
      const evil = '\r\n{"level":60,"msg":"forged"}\u001b[31m\u0007'
      const escaped = encodeURIComponent(evil)
      const headers = { 'x-auth-token': token }
      const session = await muster.app.inject({
        method: 'POST',
        url: '/api/v1/sessions',
        payload: { username: 'admin', password: adminPassword },
      })
      const { secret } = session.json()
      const wrongSecret = `${secret}-wrong`
      const hostile = [
        ...[secret, wrongSecret].flatMap((text) => [
          { method: 'GET', url: '/v3/users', headers: { 'x-auth-token': text } },
          { method: 'GET', url: '/v3/users', headers: { authorization: `Bearer ${text}` } },
          { method: 'GET', url: '/v3/users', headers: { ...headers, authorization: `Bearer ${text}` } },
          { method: 'GET', url: '/v3/auth/tokens', headers: { ...headers, 'x-subject-token': text } },
        ]),
        { method: 'GET', url: `/v3/users/${escaped}`, headers },
        { method: 'GET', url: `/v3/users?name=${escaped}`, headers },
        { method: 'GET', url: `/${escaped}`, headers },
        {
          method: 'POST',
          url: '/v3/users',
          headers,
          payload: { user: { name: evil, password: adminPassword } },
        },
        { method: 'POST', url: '/v3/users', headers, payload: { user: { name: 'x', note: evil } } },
        { method: 'POST', url: '/v3/auth/tokens', payload: { auth: { identity: { methods: [evil] } } } },
        {
          method: 'GET',
          url: '/v3/users',
          headers: { 'x-auth-token': 'x', 'x-forwarded-for': 'forged', 'user-agent': '\t{}' },
        },
      ] as const
      for (const request of hostile) assert.ok((await muster.app.inject(request as never)).statusCode < 500)
      // An internal error is logged with its cause, which may quote the input.
      await muster.store.db.q.schema.dropTable('passwords').execute()
      await muster.store.db.q.schema.dropTable('group_members').execute()
      const crash = await muster.app.inject({
        method: 'GET',
        url: `/v3/groups/${escaped}/users/${escaped}`,
        headers,
      })
      assert.equal(crash.statusCode, 404)
      const signInAgain = { auth: { identity: { methods: ['password'], password: { user } } } }
      const broken = await muster.app.inject({ method: 'POST', url: '/v3/auth/tokens', payload: signInAgain })
      assert.equal(broken.statusCode, 500)
      assert.doesNotMatch(
        broken.body,
        /passwords|select|sqlite|relation/i,
        'the response does not contain the cause',
      )
      logger.info({ name: evil, password: adminPassword, nested: { token, secret: 'hidden' } }, evil)

      const written = chunks.join('')
      assert.match(written, /request failed with an internal error/)
      const lines = written.split('\n')
      assert.equal(lines.pop(), '')
      for (const line of lines) {
        assert.doesNotMatch(line, /\p{Cc}/u)
        const { level, time, msg } = JSON.parse(line)
        assert.deepEqual([typeof level, typeof time, typeof msg], ['number', 'string', 'string'], line)
        assert.notEqual(level, 60, line)
      }
      const masterKey = Buffer.alloc(32, 7).toString('base64')
      for (const hidden of [adminPassword, token, secret, 'hidden', masterKey])
        assert.equal(written.includes(hidden), false, hidden)
    } finally {
      await muster.close()
      await place.remove()
    }
  })
})

type Path = readonly (string | number)[]

/** The path of every value, at any depth. */
function fieldsOf(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    [name],
    ...fieldsOf(inner).map((path) => [name, ...path]),
  ])
}

function withField(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value))
    return value.map((item, n) => (String(n) === name ? withField(item, rest, by) : item))
  return { ...(value as object), [name]: withField((value as Record<string, unknown>)[name], rest, by) }
}

/** Unknown fields beside the object of a body and inside it. */
function stuffed(body: unknown, claims: object, inside: object): unknown {
  const within = Object.entries((body ?? {}) as object).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...inside, ...value } : value,
  ])
  return { ...claims, ...Object.fromEntries(within) }
}
