import { defaultSettings } from '../core/settings.ts'
import type { SettingRow } from './settings-table.ts'

/** Where the server itself may call, and what it keeps of that: `docs/webhooks.md`. */
export const outboundTable = {
  outbound_allowed_networks: {
    kind: 'names',
    fallback: [],
    about:
      'Networks as in 10.0.0.0/8 that webhooks may lead to although they are not the internet. Absent: private, local and reserved addresses are refused.',
  },
  outbound_allow_http: {
    kind: 'truth',
    fallback: false,
    about: 'Whether webhooks may lead to http addresses, which anybody on the way can read.',
  },
  webhook_delivery_retention: {
    kind: 'count',
    fallback: defaultSettings.webhookDeliveryRetention,
    about: 'Seconds that deliveries of webhooks are listed after they were queued (30 days).',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
