import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const eventReader = `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')} or ${domainRole('reader', 'target.domain_id')}`
// Readers are excluded: the URL of a webhook is often a secret.
const webhookManager = `${admin} or ${domainRole('manager', 'target.webhook.domain_id')}`

/** The event log and webhooks. */
export const eventRules = [
  rule('muster:get_event', eventReader, anyScope, 'Show an event of the event log'),
  rule('muster:list_events', eventReader, anyScope, 'List the events of the event log'),
  rule('muster:get_webhook', webhookManager, anyScope, 'Show a webhook'),
  rule('muster:list_webhooks', webhookManager, anyScope, 'List webhooks'),
  rule('muster:create_webhook', webhookManager, anyScope, 'Create a webhook'),
  rule('muster:update_webhook', webhookManager, anyScope, 'Change, disable or enable a webhook'),
  rule('muster:delete_webhook', webhookManager, anyScope, 'Delete a webhook'),
  rule('muster:rotate_webhook_secret', webhookManager, anyScope, 'Rotate the secret of a webhook'),
  rule('muster:ping_webhook', webhookManager, anyScope, 'Send a test delivery to a webhook'),
  rule('muster:list_webhook_deliveries', webhookManager, anyScope, 'List the deliveries of a webhook'),
  rule('muster:redeliver_webhook', webhookManager, anyScope, 'Deliver an event to a webhook again'),
]
