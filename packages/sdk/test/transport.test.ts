import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { inspect } from 'node:util'
import {
  ApiError,
  ArgumentError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from '../src/transport/errors.ts'
import { paginate } from '../src/transport/pages.ts'
import { makeTransport, type TransportOptions, type TransportRequest } from '../src/transport/transport.ts'
import { type Received, sendJson, startFakeServer } from './fake-server.ts'

const secret = 'secret-of-the-test'

type Respond = (request: Received, response: ServerResponse, count: number) => void

/** Calls a server with the prepared behaviour. */
const against = async (
  respond: Respond,
  request: Partial<TransportRequest> = {},
  options: Partial<TransportOptions> = {},
) => {
  const server = await startFakeServer(respond)
  try {
    const transport = makeTransport({
      baseUrl: server.url,
      authorization: { headers: () => ({ authorization: `Bearer ${secret}` }) },
      toError: (response) => new ApiError(response, `rejected with ${response.status}`),
      ...options,
    })
    const result = await transport
      .send({ method: 'GET', path: '/things/{id}', params: { id: 'a/b' }, ...request })
      .catch((error: unknown) => error)
    return { result, received: server.received }
  } finally {
    await server.close()
  }
}

test('encodes ids in the path and repeats query names for arrays', async () => {
  const { received } = await against((_request, response) => sendJson(response, 200, {}), {
    query: { tag: ['a', 'b'], limit: 3, absent: undefined },
  })
  assert.equal(received[0]?.url, '/things/a%2Fb?tag=a&tag=b&limit=3')
})

for (const id of ['', '.', '..'])
  test(`rejects the id ${JSON.stringify(id)} before a request is sent`, async () => {
    const { result, received } = await against((_request, response) => sendJson(response, 200, {}), {
      params: { id },
    })
    assert.ok(result instanceof ArgumentError)
    assert.deepEqual([result.argument, received.length], ['id', 0])
  })

test('an id with a lone surrogate, and a header that HTTP forbids, are ArgumentErrors without the value', async () => {
  for (const [request, argument] of [
    [{ params: { id: '\ud800' } }, 'id'],
    [{ headers: { 'if-match': `a\n${secret}` } }, 'if-match'],
  ] as const) {
    const { result, received } = await against((_request, response) => sendJson(response, 200, {}), request)
    assert.ok(result instanceof ArgumentError, String(result))
    assert.deepEqual([result.argument, received.length], [argument, 0])
    assert.ok(!inspect(result, { depth: 9 }).includes(secret))
  }
})

test('repeats a safe request after 503 and after a lost connection', async () => {
  const { result, received } = await against((_request, response, count) => {
    if (count === 1) return sendJson(response, 503, {}, { 'retry-after': '0' })
    if (count === 2) return response.destroy()
    sendJson(response, 200, { ok: true })
  })
  assert.deepEqual([(result as { body: unknown }).body, received.length], [{ ok: true }, 3])
})

test('never repeats a POST without an idempotency key', async () => {
  const { result, received } = await against((_request, response) => sendJson(response, 503, {}), {
    method: 'POST',
    json: {},
  })
  assert.ok(result instanceof ApiError)
  assert.deepEqual([result.status, received.length], [503, 1])
})

test('does not wait when Retry-After is longer than 30 seconds', async () => {
  const { result, received } = await against((_request, response) =>
    sendJson(response, 429, { why: 'slow down' }, { 'retry-after': '3600', 'x-request-id': 'req-1' }),
  )
  assert.ok(result instanceof ApiError)
  assert.deepEqual([result.retryAfter, result.requestId, received.length], [3600, 'req-1', 1])
})

test('a DELETE whose response was lost succeeds when the object is gone', async () => {
  const { result, received } = await against(
    (_request, response, count) => (count === 1 ? response.destroy() : sendJson(response, 404, {})),
    { method: 'DELETE' },
  )
  assert.ok(!(result instanceof Error))
  assert.equal(received.length, 2)
})

test('the renewal receives the headers that were rejected', async () => {
  const seen: unknown[] = []
  await against(
    (_request, response, count) => sendJson(response, count === 1 ? 401 : 200, {}),
    {},
    {
      authorization: {
        headers: () => ({ authorization: `Bearer ${secret}` }),
        renew: async (_options, rejected) => {
          seen.push(rejected)
          return true
        },
      },
    },
  )
  assert.deepEqual(seen, [{ authorization: `Bearer ${secret}` }])
})

test('an accepted redirect status is a result', async () => {
  const { result } = await against(
    (_request, response) => sendJson(response, 300, { versions: [] }, { location: '/v3' }),
    { accept: [300] },
  )
  assert.deepEqual((result as { body: unknown }).body, { versions: [] })
})

test('credentials may be parameters of the query, which hooks and errors do not have', async () => {
  const urls: string[] = []
  const { result, received } = await against(
    (_request, response) => sendJson(response, 403, {}),
    { query: { limit: 3 } },
    {
      authorization: { headers: () => ({}), query: () => ({ key: secret }) },
      hooks: { onRequest: ({ url }) => urls.push(url) },
    },
  )
  assert.equal(received[0]?.url, `/things/a%2Fb?limit=3&key=${secret}`)
  assert.ok(!inspect([result, urls], { depth: 9, showHidden: true }).includes(secret))
})

test('renews the credentials once after 401', async () => {
  let renewals = 0
  const { result, received } = await against(
    (_request, response) => sendJson(response, 401, {}),
    {},
    {
      authorization: {
        headers: () => ({ authorization: `Bearer ${secret}` }),
        renew: async () => ++renewals > 0,
      },
    },
  )
  assert.ok(result instanceof ApiError)
  assert.deepEqual([result.status, renewals, received.length], [401, 1, 2])
})

const rubbish: Readonly<Record<string, Respond>> = {
  'an HTML page of a proxy': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<h1>Welcome</h1>')
  },
  'invalid JSON': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"half":')
  },
  'a redirect to another origin': (_request, response) => {
    response.writeHead(307, { location: 'http://127.0.0.2:9/stolen' })
    response.end()
  },
  'a redirect loop': (request, response) => {
    response.writeHead(302, { location: request.url })
    response.end()
  },
}
for (const [title, respond] of Object.entries(rubbish))
  test(`${title} is an InvalidResponseError without the credentials`, async () => {
    const { result } = await against(respond)
    assert.ok(result instanceof InvalidResponseError, String(result))
    assert.ok(!inspect(result, { depth: 9 }).includes(secret))
  })

test('an error page in HTML keeps its status', async () => {
  const { result } = await against((_request, response) => {
    response.writeHead(500, { 'content-type': 'text/html' })
    response.end('<h1>Oops</h1>')
  })
  assert.ok(result instanceof ApiError)
  assert.deepEqual([result.status, result.body], [500, '<h1>Oops</h1>'])
})

test('half a response is a ConnectionError', async () => {
  const { result } = await against(
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"half":', () => response.destroy())
    },
    { retries: 0 },
  )
  assert.ok(result instanceof ConnectionError, String(result))
})

test('a server that never responds is a TimeoutError, also in the middle of a body', async () => {
  const silent = await against(() => {}, { timeout: 50, retries: 0 })
  assert.ok(silent.result instanceof TimeoutError, String(silent.result))
  const stalled = await against(
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"half":')
    },
    { timeout: 50, retries: 0 },
  )
  assert.ok(stalled.result instanceof TimeoutError, String(stalled.result))
})

test('a signal cancels the request, and its reason is thrown', async () => {
  const controller = new AbortController()
  const { result } = await against(() => controller.abort(new Error('closed by the user')), {
    signal: controller.signal,
  })
  assert.equal((result as Error).message, 'closed by the user')
})

test('hooks receive the address and status, and no secret', async () => {
  const seen: unknown[] = []
  await against(
    (_request, response) => sendJson(response, 200, {}),
    { query: { token: secret } },
    { hooks: { onRequest: (info) => void seen.push(info), onResponse: (info) => void seen.push(info) } },
  )
  assert.equal(seen.length, 2)
  assert.ok(!inspect(seen, { depth: 9 }).includes(secret))
  assert.match(inspect(seen), /things\/a%2Fb/)
})

for (const baseUrl of [
  'muster.test',
  'ftp://muster.test',
  'http://user:pw@muster.test',
  'http://muster.test/?a=b',
])
  test(`rejects the base address ${baseUrl}`, () => {
    assert.throws(() => makeTransport({ baseUrl, toError: (r) => new ApiError(r, '') }), ArgumentError)
  })

test('a list fetches pages while it is read', async () => {
  const pages: Readonly<Record<string, { items: number[]; next: string | undefined }>> = {
    first: { items: [1, 2], next: 'second' },
    second: { items: [3], next: undefined },
  }
  let fetched = 0
  const list = paginate(async (cursor: string | undefined) => {
    fetched++
    return pages[cursor ?? 'first'] ?? { items: [], next: undefined }
  })
  assert.deepEqual(await list.toArray({ limit: 2 }), [1, 2])
  assert.equal(fetched, 1)
  const all: number[] = []
  for await (const item of list) all.push(item)
  assert.deepEqual(all, [1, 2, 3])
  await assert.rejects(list.toArray({ limit: 0 }), ArgumentError)
})
