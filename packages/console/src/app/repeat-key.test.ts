import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepRepeatKeys } from './repeat-key.ts'

type Outcome = Response | Error

/** Sends one request after another; returns the keys that the server saw. */
const keysOf = async (
  outcomes: readonly Outcome[],
  requests: readonly RequestInit[],
  times: readonly number[] = [],
): Promise<readonly (string | null)[]> => {
  const seen: (string | null)[] = []
  let at = 0
  const send = keepRepeatKeys(
    async (_url, init) => {
      seen.push(new Headers(init?.headers).get('idempotency-key'))
      const outcome = outcomes[seen.length - 1] ?? new Response('{}')
      if (outcome instanceof Error) throw outcome
      return outcome
    },
    () => times[at] ?? 0,
  )
  for (const request of requests) {
    await send('/x', request).catch(() => undefined)
    at++
  }
  return seen
}

const post = (key: string | undefined, body?: string): RequestInit => ({
  method: 'POST',
  ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  ...(body === undefined ? {} : { body }),
})
const inProgress = '{"code":"idempotency_in_progress"}'

const lost: Readonly<Record<string, Outcome>> = {
  'a lost connection': new TypeError('failed'),
  'the status 500': new Response('', { status: 500 }),
  'the status 503': new Response('{}', { status: 503 }),
  'a first attempt that is in progress': new Response(inProgress, { status: 409 }),
  'a response that breaks off': new Response(
    new ReadableStream({ start: (controller) => controller.error(new TypeError('broken')) }),
  ),
}
for (const [title, outcome] of Object.entries(lost))
  test(`after ${title} the same request has the same key, and another one its own`, async () => {
    const keys = await keysOf([outcome], [post('a', '1'), post('b', '2'), post('c', '1'), post('d', '1')])
    assert.deepEqual(keys, ['a', 'b', 'a', 'd'])
  })

for (const status of [200, 201, 400, 401, 403, 409, 412, 422, 429])
  test(`after the status ${status} the same request is a new one`, async () => {
    const outcome = new Response('{"code":"x"}', { status })
    assert.deepEqual(await keysOf([outcome], [post('a', '1'), post('b', '1')]), ['a', 'b'])
  })

test('a key is kept for ten minutes', async () => {
  const outcomes = [new TypeError('1'), new TypeError('2'), new TypeError('3')]
  const requests = [post('a'), post('b'), post('c')]
  assert.deepEqual(await keysOf(outcomes, requests, [0, 599_999, 1_199_999]), ['a', 'a', 'c'])
})

test('the keys of two hundred requests are kept', async () => {
  const bodies = Array.from({ length: 201 }, (_, at) => String(at))
  const outcomes = bodies.map(() => new TypeError('failed'))
  const requests = [
    ...bodies.map((body) => post(`first ${body}`, body)),
    post('again', '200'),
    post('again', '0'),
  ]
  const keys = await keysOf(outcomes, requests)
  assert.deepEqual(keys.slice(-2), ['first 200', 'again'])
})

test('a request without a key stays without one', async () => {
  assert.deepEqual(await keysOf([new TypeError('failed')], [post(undefined), post(undefined)]), [null, null])
})
