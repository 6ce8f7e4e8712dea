import { defaultSettings } from '../core/kernel/settings.ts'
import type { SettingRow } from './setting-row.ts'

/** Sessions, invitations, recovery, languages and deleted users. */
export const accountTable = {
  session_idle_limit: {
    kind: 'count',
    fallback: defaultSettings.sessionIdleLimit,
    about: 'Seconds without a request after which a session expires (8 hours).',
  },
  session_absolute_limit: {
    kind: 'count',
    fallback: defaultSettings.sessionAbsoluteLimit,
    about: 'Maximum lifetime of a session in seconds, regardless of use (30 days).',
  },
  default_language: {
    kind: 'text',
    fallback: defaultSettings.defaultLanguage,
    about:
      'Language of emails to users without a preferred language, and of account pages for browsers that prefer none of the languages: en, de, es, fa, hi or ja.',
  },
  claim_emails: {
    kind: 'truth',
    fallback: defaultSettings.claimEmails,
    about:
      'Whether an email set through Identity v3 is claimed if no other user of the domain has it as an email or username, so that its user can sign in and recover the account with it. Otherwise it is a plain attribute there.',
  },
  invitation_lifetime: {
    kind: 'count',
    fallback: defaultSettings.invitationLifetime,
    about: 'Seconds that an invitation can be accepted (7 days).',
  },
  recovery_lifetime: {
    kind: 'count',
    fallback: defaultSettings.recoveryLifetime,
    about: 'Lifetime of a password recovery link in seconds (30 minutes).',
  },
  account_return_urls: {
    kind: 'names',
    fallback: [],
    about:
      'URLs that the account pages may link to after an invitation or a recovery: the same origin, and the same path or one below it. Empty: no link.',
  },
  account_return_url: {
    kind: 'text',
    fallback: undefined,
    about: 'Link that the account pages show after success; account_return_urls must allow it.',
  },
  account_domain_return_urls: {
    kind: 'names',
    fallback: [],
    about: 'As account_return_url, for users of single domains; each entry is DOMAIN_ID=URL.',
  },
  deleted_user_retention: {
    kind: 'amount',
    fallback: defaultSettings.deletedUserRetention,
    about:
      'Seconds that a deleted user can be restored before it is purged (30 days); 0: purged within minutes.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
