import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const journalReader = `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')} or ${domainRole('reader', 'target.domain_id')}`
// No readers: the address of a webhook is often a secret in itself.
const webhookManager = `${admin} or ${domainRole('manager', 'target.webhook.domain_id')}`

export const webhookRules = [
  rule('muster:get_event', journalReader, anyScope, 'See an event of the journal'),
  rule('muster:list_events', journalReader, anyScope, 'List the events of the journal'),
  rule('muster:get_webhook', webhookManager, anyScope, 'See a webhook'),
  rule('muster:list_webhooks', webhookManager, anyScope, 'List webhooks'),
  rule('muster:create_webhook', webhookManager, anyScope, 'Create a webhook'),
  rule('muster:update_webhook', webhookManager, anyScope, 'Change, disable or enable a webhook'),
  rule('muster:delete_webhook', webhookManager, anyScope, 'Delete a webhook'),
  rule('muster:rotate_webhook_secret', webhookManager, anyScope, 'Give a webhook a new secret'),
  rule('muster:ping_webhook', webhookManager, anyScope, 'Send a webhook a test message'),
  rule('muster:list_webhook_deliveries', webhookManager, anyScope, 'See what was delivered to a webhook'),
  rule('muster:redeliver_webhook', webhookManager, anyScope, 'Deliver an event to a webhook again'),
]
