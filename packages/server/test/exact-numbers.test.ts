import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Native, nativeClient, problemOf } from './native.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

const big = '9007199254740993'

onEachDatabase('numbers that JavaScript cannot represent', (makePlace) => {
  let s: TestServer
  let n: Native
  let userId: string
  let domainId: string
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    ;({ id: domainId, userId } = await n.newDomain())
  })
  after(() => s.close())

  const json = 'application/json'
  const bearer = (type = json) => ({ authorization: `Bearer ${n.admin}`, 'content-type': type })
  const native = (method: string, path: string, body: string) =>
    s.call(method, `/api/v1${path}`, { body, headers: bearer() })

  /** Each sends the numeral in a field that stores arbitrary JSON. */
  const places: Readonly<Record<string, (numeral: string) => Promise<Called>>> = {
    'v3 extra attribute': (numeral) =>
      s.call('POST', '/v3/users', {
        token: s.system,
        headers: { 'content-type': json },
        body: `{"user":{"name":"v3-${++count}","domain_id":"${domainId}","quota":${numeral}}}`,
      }),
    'native metadata': (numeral) =>
      native(
        'POST',
        '/users',
        `{"username":"native-${++count}","domain_id":"${domainId}","metadata":{"a":[1,{"quota":${numeral}}]}}`,
      ),
    'native patch of metadata': (numeral) =>
      native('PATCH', `/users/${userId}`, `{"metadata":{"quota":${numeral}}}`),
    'metadata of a document': (numeral) =>
      native(
        'POST',
        `/users/${userId}/documents`,
        `{"title":"a","content":["b"],"metadata":{"quota":${numeral}}}`,
      ),
    'julep metadata': (numeral) =>
      s.call('POST', '/julep/api/users', {
        headers: bearer(),
        body: `{"name":"Ann","about":"a","metadata":{"quota":${numeral}}}`,
      }),
    'native metadata filter': (numeral) =>
      s.call('GET', `/api/v1/users?${new URLSearchParams({ metadata: `{"quota":${numeral}}` })}`, {
        headers: bearer(),
      }),
    'julep metadata filter': (numeral) =>
      s.call('GET', `/julep/api/users?${new URLSearchParams({ metadata_filter: `{"quota":${numeral}}` })}`, {
        headers: bearer(),
      }),
    'native filter': (numeral) =>
      s.call('GET', `/api/v1/users?${new URLSearchParams({ filter: `metadata.quota = ${numeral}` })}`, {
        headers: bearer(),
      }),
  }

  test('P5: an integer beyond 2^53 is rejected by the name of its field, wherever JSON is stored', async () => {
    for (const [place, send] of Object.entries(places)) {
      for (const good of ['9007199254740991', '0.30000000000000004', '-1e300']) {
        const { status, body } = await send(good)
        assert.ok(status < 300, `${place} ${good}: ${status} ${JSON.stringify(body)}`)
      }
      for (const bad of [big, `-${big}`, '1546130668394913822', '1e999']) {
        const { status, body } = await send(bad)
        assert.equal(
          status,
          place.startsWith('julep metadata') && !place.endsWith('filter') ? 422 : 400,
          `${place}: ${JSON.stringify(body)}`,
        )
        const names = place === 'native filter' ? /filter/ : /quota|metadata/
        assert.match(JSON.stringify(body), names, place)
      }
    }
    const rejected = await places['native metadata']?.(big)
    assert.ok(rejected)
    assert.equal(problemOf(rejected), 'number_not_exact')
    assert.equal(rejected.body.errors[0].pointer, '/metadata/a/1/quota')
  })

  test('P5: JSON is stored exactly as sent', async () => {
    const kept = '{"limit":9007199254740991,"ratio":0.1,"text":"1546130668394913822"}'
    const made = await native(
      'POST',
      '/users',
      `{"username":"kept","domain_id":"${domainId}","metadata":${kept}}`,
    )
    assert.equal(JSON.stringify(made.body.metadata), kept)
  })

  test('P5: an import row with such a number is a row error, as NDJSON and as a cell of CSV', async () => {
    const rows = async (format: string, type: string, body: string) => {
      const { id } = (await native('POST', '/imports', `{"format":"${format}","domain_id":"${domainId}"}`))
        .body
      const sent = await s.call('POST', `/api/v1/imports/${id}/rows`, { body, headers: bearer(type) })
      return String(sent.body)
        .split('\n')
        .flatMap((line) => (line.includes('"code"') ? [JSON.parse(line)] : []))
        .map(({ row, field, code }) => [row, field, code])
    }
    const expected = [[2, 'metadata', 'number_not_exact']]
    const metadata = (numeral: string) => `{"quota":${numeral}}`
    assert.deepEqual(
      await rows(
        'ndjson',
        'application/x-ndjson',
        `{"username":"n1","metadata":${metadata('1')}}\n{"username":"n2","metadata":${metadata(big)}}\n`,
      ),
      expected,
    )
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    assert.deepEqual(
      await rows(
        'csv',
        'text/csv',
        `username,metadata\nc1,${cell(metadata('1'))}\nc2,${cell(metadata(big))}\n`,
      ),
      expected,
    )
  })
})
