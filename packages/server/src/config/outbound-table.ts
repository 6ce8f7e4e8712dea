import { defaultSettings } from '../core/kernel/settings.ts'
import type { SettingRow } from './settings-table.ts'

/** Where the server itself may call, and what it keeps of that: `docs/webhooks.md`. */
export const outboundTable = {
  outbound_allowed_networks: {
    kind: 'names',
    fallback: [],
    about:
      'Networks, as in 10.0.0.0/8, that webhooks may lead to although they are private, local or reserved. Empty: webhooks lead to the internet alone.',
  },
  development: {
    kind: 'truth',
    fallback: false,
    about:
      'For a laptop alone: webhooks may lead to programs of this machine (127.0.0.0/8, ::1), also by http. A warning at every start says that it is on.',
  },
  outbound_allow_http: {
    kind: 'truth',
    fallback: false,
    about: 'Whether webhooks may lead to http addresses, which anybody on the way can read.',
  },
  webhook_delivery_retention: {
    kind: 'count',
    fallback: defaultSettings.webhookDeliveryRetention,
    about: 'Seconds that a delivery is kept after it was queued (30 days).',
  },
  webhook_require_active_maker: {
    kind: 'truth',
    fallback: defaultSettings.webhookRequireActiveMaker,
    about:
      'Whether a webhook is paused while the user who made or last changed it is deleted, disabled or no longer allowed to make it. False: webhooks deliver whatever becomes of that user.',
  },
  event_retention_days: {
    kind: 'amount',
    fallback: defaultSettings.eventRetentionDays,
    about:
      'Days that events are kept in the log; 0: for ever. An event that a webhook still waits for is kept until it was delivered.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
