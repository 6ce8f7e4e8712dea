import { defaultSettings } from '../core/kernel/settings.ts'
import type { SettingRow } from './setting-row.ts'

/** Settings of outgoing requests and their retention; see `docs/webhooks.md`. */
export const outboundTable = {
  outbound_allowed_networks: {
    kind: 'names',
    fallback: [],
    about:
      'Private, local or reserved networks, as in 10.0.0.0/8, that webhooks and requests to OpenID providers may reach. Empty: only public addresses.',
  },
  directory_allowed_networks: {
    kind: 'names',
    fallback: [],
    about:
      'Private, local or reserved networks, as in 10.0.0.0/8, that LDAP directories of domains may be in. Empty: only public addresses. Webhooks have outbound_allowed_networks.',
  },
  development: {
    kind: 'truth',
    fallback: false,
    about:
      'For development only: webhooks, OpenID providers and LDAP directories may be on this machine (127.0.0.0/8, ::1), also over http. Every start logs a warning while this is on.',
  },
  outbound_allow_http: {
    kind: 'truth',
    fallback: false,
    about: 'Whether webhooks and OpenID providers may have http URLs, whose traffic can be read in transit.',
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
      'Whether a webhook is paused while the user who created or last changed it is deleted, disabled or no longer allowed to create it. false: webhooks deliver regardless of that user.',
  },
  event_retention_days: {
    kind: 'amount',
    fallback: defaultSettings.eventRetentionDays,
    about:
      'Days that events are kept in the event log; 0: no limit. An event with a pending webhook delivery is kept until it is delivered.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
