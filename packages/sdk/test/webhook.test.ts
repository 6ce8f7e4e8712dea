import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { verifyWebhook, WebhookVerificationError } from '../src/verify/index.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const body = JSON.stringify({ type: 'user.created', data: { name: 'Grüße' } })
const sentAt = new Date(Math.floor(Date.now() / 1000) * 1000)

/** The headers of a message that the reference implementation of Standard Webhooks has signed. */
const headersOf = (id: string, at = sentAt, key = secret) => ({
  'webhook-id': id,
  'webhook-timestamp': String(at.getTime() / 1000),
  'webhook-signature': new Webhook(key).sign(id, at, body),
})

test('accepts a message signed by the reference implementation, from plain headers and from Headers', async () => {
  const headers = headersOf('msg_1')
  assert.deepEqual(await verifyWebhook({ body, headers, secret }), { id: 'msg_1', payload: JSON.parse(body) })
  assert.equal((await verifyWebhook({ body, headers: new Headers(headers), secret })).id, 'msg_1')
})

test('accepts any of several secrets during a rotation', async () => {
  assert.equal(
    (await verifyWebhook({ body, headers: headersOf('msg_2'), secret: [other, secret] })).id,
    'msg_2',
  )
})

const rejected: Readonly<Record<string, Partial<Parameters<typeof verifyWebhook>[0]>>> = {
  'another secret': { secret: other },
  'a changed body': { body: `${body} ` },
  'a changed id': { headers: { ...headersOf('msg_3'), 'webhook-id': 'msg_4' } },
  'a missing header': { headers: { ...headersOf('msg_3'), 'webhook-signature': undefined } },
  'a malformed timestamp': { headers: { ...headersOf('msg_3'), 'webhook-timestamp': 'now' } },
  'a malformed signature': { headers: { ...headersOf('msg_3'), 'webhook-signature': 'v1,???' } },
  'an old message': { headers: headersOf('msg_3', new Date(sentAt.getTime() - 301_000)) },
  'a message of the future': { headers: headersOf('msg_3', new Date(sentAt.getTime() + 302_000)) },
}
for (const [title, change] of Object.entries(rejected))
  test(`rejects ${title}`, async () => {
    await assert.rejects(
      verifyWebhook({ body, headers: headersOf('msg_3'), secret, ...change }),
      WebhookVerificationError,
    )
  })

test('a secret without the prefix is an ArgumentError', async () => {
  await assert.rejects(verifyWebhook({ body, headers: headersOf('msg_5'), secret: 'abc' }), {
    name: 'ArgumentError',
  })
})
