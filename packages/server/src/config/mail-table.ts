import { defaultSettings } from '../core/kernel/settings.ts'
import type { SettingRow } from './settings-table.ts'

/** How letters leave the house: `docs/mail.md`. */
export const mailTable = {
  smtp_url: {
    kind: 'secret',
    fallback: undefined,
    about:
      'The mail server as one address: smtp://user:password@host:587 (STARTTLS) or smtps://… (TLS from the start). Absent, and no smtp_host either: letters go to the folder `outbox` in the data folder.',
  },
  smtp_host: {
    kind: 'text',
    fallback: undefined,
    about: 'The name or address of the mail server, where smtp_url does not give it.',
  },
  smtp_port: {
    kind: 'port',
    fallback: undefined,
    about: 'Its port. Absent: 465 with smtp_tls implicit, 25 with none, else 587.',
  },
  smtp_user: {
    kind: 'text',
    fallback: undefined,
    about: 'Who signs in at the mail server. Absent: nobody does.',
  },
  smtp_password: {
    kind: 'secret',
    fallback: undefined,
    about: 'The password of smtp_user.',
  },
  smtp_password_file: {
    kind: 'text',
    fallback: undefined,
    about: 'A file that holds the password of smtp_user, in place of smtp_password.',
  },
  smtp_tls: {
    kind: 'text',
    fallback: undefined,
    about:
      'starttls (nothing is sent before TLS is up), implicit (TLS from the start) or none (a relay on this machine). Absent: as smtp_url says, else starttls.',
  },
  smtp_ca_file: {
    kind: 'text',
    fallback: undefined,
    about:
      'A file of certificates in PEM that vouch for the mail server, in place of the well-known authorities.',
  },
  mail_from: {
    kind: 'text',
    fallback: undefined,
    about: 'Who letters are from, as in Muster <muster@example.com>. Needed with a mail server.',
  },
  message_retention: {
    kind: 'count',
    fallback: defaultSettings.messageRetention,
    about:
      'Seconds that a message is kept after it was asked for (30 days). The links and passwords in it are forgotten as soon as it is sent.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
