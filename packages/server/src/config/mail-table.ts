import { defaultSettings } from '../core/kernel/settings.ts'
import type { SettingRow } from './setting-row.ts'

/** Settings of outgoing mail; see `docs/mail.md`. */
export const mailTable = {
  smtp_url: {
    kind: 'secret',
    fallback: undefined,
    about:
      'The mail server as a URL: smtp://user:password@host:587 (STARTTLS) or smtps://… (implicit TLS). Without smtp_url and smtp_host, mail is written to the folder `outbox` in the data folder.',
  },
  smtp_host: {
    kind: 'text',
    fallback: undefined,
    about: 'Host name or IP address of the mail server, if smtp_url is not set.',
  },
  smtp_port: {
    kind: 'port',
    fallback: undefined,
    about: 'Port of the mail server. Default: 465 with smtp_tls=implicit, 25 with none, otherwise 587.',
  },
  smtp_user: {
    kind: 'text',
    fallback: undefined,
    about: 'User name for SMTP authentication. Absent: no authentication.',
  },
  smtp_password: {
    kind: 'secret',
    fallback: undefined,
    about: 'Password of smtp_user.',
  },
  smtp_password_file: {
    kind: 'text',
    hidden: true,
    fallback: undefined,
    about: 'File that contains the password of smtp_user; use it instead of smtp_password.',
  },
  smtp_tls: {
    kind: 'text',
    fallback: undefined,
    about:
      'starttls (nothing is sent before TLS is established), implicit (TLS from the first byte) or none (for a relay on this machine). Default: as smtp_url implies, otherwise starttls.',
  },
  smtp_ca_file: {
    kind: 'text',
    fallback: undefined,
    about: 'PEM file of certificate authorities that verify the mail server, instead of the well-known ones.',
  },
  mail_from: {
    kind: 'text',
    fallback: undefined,
    about: 'Sender of all mail, as in Muster <muster@example.com>. Required with a mail server.',
  },
  message_retention: {
    kind: 'count',
    fallback: defaultSettings.messageRetention,
    about:
      'Seconds that a message is kept after it was queued (30 days). Its links and passwords are deleted as soon as it is sent.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
