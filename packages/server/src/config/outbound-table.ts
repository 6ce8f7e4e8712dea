import { defaultSettings } from '../core/settings.ts'
import type { SettingRow } from './settings-table.ts'

/** Where the server itself may call, and what it keeps of that: `docs/webhooks.md`. */
export const outboundTable = {
  outbound_allowed_networks: {
    kind: 'names',
    fallback: [],
    about:
      'Networks, as in 10.0.0.0/8, that webhooks may lead to although they are private, local or reserved. Empty: webhooks lead to the internet alone.',
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
} as const satisfies Readonly<Record<string, SettingRow>>
