import { defaultSecurity, type SecuritySettings } from '../core/kernel/security-settings.ts'
import type { Config, SettingRow } from './settings-table.ts'

/** What is asked of sign-ins and passwords, named and defaulted as Keystone's (keystone.md section 9.1). */
export const securityTable = {
  lockout_failure_attempts: {
    kind: 'count',
    fallback: undefined,
    about: 'Wrong passwords and one-time passwords in a row that lock a user. Absent: no locks.',
  },
  lockout_duration: {
    kind: 'amount',
    fallback: defaultSecurity.lockoutDuration,
    about:
      'Seconds that a lock lasts after the last failure; 0: until an administrator sets `enabled` to true.',
  },
  password_expires_days: {
    kind: 'count',
    fallback: undefined,
    about: 'Days after which a password set from now on must be changed. Absent: never.',
  },
  unique_last_password_count: {
    kind: 'amount',
    fallback: defaultSecurity.uniqueLastPasswordCount,
    about:
      'Of how many last passwords, the current one included, a user may choose none again. As many old hashes are kept.',
  },
  minimum_password_age: {
    kind: 'amount',
    fallback: defaultSecurity.minimumPasswordAge,
    about: 'Days that users must keep a password they chose before they may choose the next.',
  },
  password_min_length: {
    kind: 'amount',
    fallback: defaultSecurity.passwordMinLength,
    about:
      'Characters that a password needs. Besides, it must not be blank, the username or address of its user, the current one or one of the 3000 most common. 0: no policy but password_regex.',
  },
  password_policy_for_identity_v3: {
    kind: 'truth',
    fallback: defaultSecurity.passwordPolicyForIdentityV3,
    about:
      'Whether that policy also holds for passwords that administrators set through Identity v3, which Keystone takes as they are. false: the log warns of them.',
  },
  password_regex: {
    kind: 'text',
    fallback: undefined,
    about:
      'A JavaScript regular expression that new passwords must match from their beginning. One that takes longer than 100 ms counts as not matching.',
  },
  password_regex_description: {
    kind: 'text',
    fallback: undefined,
    about: 'The same in words, told to whoever chose a password that does not match.',
  },
  change_password_upon_first_use: {
    kind: 'truth',
    fallback: defaultSecurity.changePasswordUponFirstUse,
    about: 'Whether a password that an administrator set must be changed before its first use.',
  },
  disable_user_account_days_inactive: {
    kind: 'count',
    fallback: undefined,
    about: 'Days without a sign-in after which a user counts as disabled. Absent: never.',
  },
  totp_included_previous_windows: {
    kind: 'amount',
    fallback: defaultSecurity.totpIncludedPreviousWindows,
    about:
      'Windows of thirty seconds, 10 at most, before the current one whose one-time passwords still count.',
  },
  receipt_lifetime: {
    kind: 'count',
    fallback: defaultSecurity.receiptLifetime,
    about: 'Seconds in which a sign-in that lacks a factor may be completed.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>

export const securityOf = (config: Config): SecuritySettings => ({
  lockoutFailureAttempts: config.lockout_failure_attempts,
  lockoutDuration: config.lockout_duration,
  passwordExpiresDays: config.password_expires_days,
  uniqueLastPasswordCount: config.unique_last_password_count,
  minimumPasswordAge: config.minimum_password_age,
  passwordMinLength: config.password_min_length,
  passwordPolicyForIdentityV3: config.password_policy_for_identity_v3,
  passwordRegex: config.password_regex,
  passwordRegexDescription: config.password_regex_description,
  changePasswordUponFirstUse: config.change_password_upon_first_use,
  disableUserAccountDaysInactive: config.disable_user_account_days_inactive,
  totpIncludedPreviousWindows: config.totp_included_previous_windows,
  receiptLifetime: config.receipt_lifetime,
})
