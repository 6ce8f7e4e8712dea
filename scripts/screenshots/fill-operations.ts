import { claimMessages } from '../../packages/server/src/core/messaging/mail/claim-messages.ts'
import { markFailed } from '../../packages/server/src/core/messaging/mail/mark-message.ts'
import { nativeClient } from '../../packages/server/test/native.ts'
import { startReceiver } from '../../packages/server/test/receiver.ts'
import type { TestServer } from '../../packages/server/test/test-server.ts'

const operator = { kind: 'operator' } as const
const source = { api: 'screenshots', requestId: 'screenshots' }

export type FilledOperations = { readonly webhookId: string; readonly importId: string }

const sheet = `username,email,given_name
maria.keller,maria.keller@example.org,Maria
paul,paul-at-example.org,Paul
ada.lovelace,ada@example.org,Ada
`

/** What the pages of operations show: a webhook with deliveries, emails, an import with a wrong row. */
export const fillOperations = async (s: TestServer): Promise<FilledOperations> => {
  const n = await nativeClient(s)
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await n.call(method, path, { secret: n.admin, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  for (const [i, name] of ['Noor', 'Tomás', 'Yuki', 'Wilhelmina'].entries())
    await ask('POST', '/invitations', {
      username: `guest-${i}`,
      email: `guest-${i}@example.org`,
      display_name: `${name} van der Berg`,
    })
  const { core } = s.muster
  const error = '550 5.1.1 no such mailbox'
  for (const { message, lease } of await core.run(claimMessages, { limit: 1 }, operator, source))
    await core.run(markFailed, { message, lease, error, nextAttemptAt: undefined }, operator, source)
  const receiver = await startReceiver()
  const { webhook } = await ask('POST', '/webhooks', {
    url: `${receiver.url}/muster`,
    kinds: ['user.*', 'project.*'],
  })
  await ask('POST', '/users', { username: 'new.colleague', display_name: 'New Colleague' })
  await s.muster.webhooks.round()
  await s.muster.webhooks.settled()
  await receiver.close()
  await ask('POST', `/webhooks/${webhook.id}/ping`)
  await s.muster.webhooks.round()
  await s.muster.webhooks.settled()
  const made = await ask('POST', '/imports', { format: 'csv' })
  await s.call('POST', `/api/v1/imports/${made.id}/rows`, {
    headers: { authorization: `Bearer ${n.admin}`, 'content-type': 'text/csv' },
    body: sheet,
  })
  return { webhookId: webhook.id, importId: made.id }
}
