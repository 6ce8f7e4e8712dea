import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, test } from 'node:test'
import {
  ApiError,
  ArgumentError,
  AuthenticationError,
  InvalidRequestError,
  InvalidResponseError,
  Julep,
  NotFoundError,
  RateLimitError,
} from '../src/julep/index.ts'
import { type Received, sendJson, startFakeServer } from './fake-server.ts'

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
const createdAt = '2024-06-11T10:00:00Z'

const against = async <T>(
  respond: (request: Received, response: ServerResponse, count: number) => void,
  use: (julep: Julep) => Promise<T>,
) => {
  const server = await startFakeServer(respond)
  try {
    const julep = new Julep({ apiKey: 'key', baseUrl: `${server.url}/api/`, retries: 0 })
    const result = await use(julep).catch((error: unknown) => error)
    return { result, received: server.received }
  } finally {
    await server.close()
  }
}

describe('errors of the Julep client', () => {
  for (const options of [
    { baseUrl: 'https://x.example' },
    { apiKey: '', baseUrl: 'https://x.example' },
    { apiKey: 'key\r\nx: y', baseUrl: 'https://x.example' },
    { apiKey: 'key' },
    { apiKey: 'key', baseUrl: '/julep/api' },
  ])
    test(`rejects the options ${JSON.stringify(options)}`, () =>
      assert.throws(() => new Julep(options as ConstructorParameters<typeof Julep>[0]), ArgumentError))

  for (const [status, body, ErrorClass, message] of [
    [400, { detail: 'bad filter' }, InvalidRequestError, 'bad filter'],
    [401, { detail: 'no key' }, AuthenticationError, 'no key'],
    [404, { error: { message: 'no user' } }, NotFoundError, 'no user'],
    [422, { status_code: 422, message: 'bad body', data: null }, InvalidRequestError, 'bad body'],
    [429, [], RateLimitError, 'The service responded with the status 429'],
    [500, 'null', ApiError, 'The service responded with the status 500'],
  ] as const)
    test(`status ${status} is ${ErrorClass.name}`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, status, body),
        (julep) => julep.users.get(id),
      )
      assert.ok(result instanceof ErrorClass)
      assert.deepEqual([result.status, result.message, result.body], [status, message, body])
    })

  for (const [title, body] of [
    ['null', null],
    ['an array', []],
    ['a user without an id', { name: 'x' }],
    ['an id that is a number', { id: 7 }],
    ['metadata that is text', { id, metadata: 'x' }],
    ['a time that is none', { id, created_at: 'yesterday' }],
  ] as const)
    test(`${title} instead of a user is an InvalidResponseError`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, 200, body),
        (julep) => julep.users.get(id),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
      assert.equal(result.request.path, '/users/{id}')
    })

  for (const body of [[], { items: {} }, { items: [null] }, {}])
    test(`${JSON.stringify(body)} instead of a list is an InvalidResponseError`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, 200, body),
        (julep) => julep.users.list().toArray({ limit: 5 }),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  test('a page of HTML and an empty response are InvalidResponseErrors', async () => {
    for (const text of ['<html>', '']) {
      const { result } = await against(
        (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(text),
        (julep) => julep.users.create({ name: 'x', about: 'y' }),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    }
  })

  test('tolerates absent and unknown fields', async () => {
    const { result } = await against(
      (_request, response) => sendJson(response, 200, { id, name: null, later: true }),
      (julep) => julep.users.get(id),
    )
    assert.deepEqual(result, {
      id,
      name: null,
      about: null,
      createdAt: null,
      updatedAt: null,
      metadata: {},
    })
  })

  test('accepts any response to a delete', async () => {
    for (const status of [200, 202, 204]) {
      const { result, received } = await against(
        (_request, response) => response.writeHead(status).end(),
        (julep) => julep.users.delete(id),
      )
      assert.equal(result, undefined)
      assert.deepEqual([received[0]?.method, received[0]?.url], ['DELETE', `/api/users/${id}`])
    }
  })
})

describe('lists of the Julep client', () => {
  const doc = (n: number) => ({ id: `doc-${n}`, title: 'x', content: 'x', created_at: createdAt })
  const docs = (count: number) => ({ items: Array.from({ length: count }, (_item, n) => doc(n)) })

  for (const count of [7, 100, 250])
    test(`a service that ignores limit and offset returns ${count} docs once`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, 200, docs(count)),
        (julep) => julep.docs.list({ userId: id }).toArray({ limit: 9999 }),
      )
      assert.equal((result as unknown[]).length, count)
    })

  test('never returns more than limit', async () => {
    const { result, received } = await against(
      (_request, response) => sendJson(response, 200, docs(7)),
      (julep) => julep.docs.list({ userId: id, limit: 3 }).toArray({ limit: 9999 }),
    )
    assert.deepEqual([(result as unknown[]).length, received.length], [3, 1])
  })

  test('a limit above 1000 is fetched in pages of 1000', async () => {
    const { received } = await against(
      (request, response) => {
        const { searchParams } = new URL(request.url, 'http://x')
        const offset = Number(searchParams.get('offset'))
        const items = Array.from({ length: Number(searchParams.get('limit')) }, (_item, n) => doc(offset + n))
        sendJson(response, 200, { items })
      },
      (julep) => julep.docs.list({ userId: id, limit: 1500, offset: 5 }).toArray({ limit: 9999 }),
    )
    assert.deepEqual(
      received.map(({ url }) => url.split('?')[1]),
      ['limit=1000&offset=5&metadata_filter=%7B%7D', 'limit=500&offset=1005&metadata_filter=%7B%7D'],
    )
  })
})
