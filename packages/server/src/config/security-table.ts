import { defaultSecurity, type SecuritySettings } from '../core/kernel/security-settings.ts'
import type { SettingRow } from './setting-row.ts'
import type { Config } from './settings-table.ts'

/** Requirements for sign-ins and passwords, with Keystone's names and defaults (keystone.md section 9.1). */
export const securityTable = {
  lockout_failure_attempts: {
    kind: 'count',
    fallback: undefined,
    about:
      'Number of consecutive wrong passwords and one-time passwords after which a user is locked. Absent: no lockout.',
  },
  lockout_duration: {
    kind: 'amount',
    fallback: defaultSecurity.lockoutDuration,
    about:
      'Seconds that a lockout lasts after the last failure; 0: until an administrator sets `enabled` to true.',
  },
  password_expires_days: {
    kind: 'count',
    fallback: undefined,
    about:
      'Days after which a password must be changed; applies to passwords set from now on. Absent: never.',
  },
  unique_last_password_count: {
    kind: 'amount',
    fallback: defaultSecurity.uniqueLastPasswordCount,
    about:
      'Number of previous passwords, including the current one, that cannot be reused. That many hashes are kept.',
  },
  minimum_password_age: {
    kind: 'amount',
    fallback: defaultSecurity.minimumPasswordAge,
    about: 'Minimum age in days of a password before its user can change it.',
  },
  password_min_length: {
    kind: 'amount',
    fallback: defaultSecurity.passwordMinLength,
    about:
      'Minimum length of a password in characters. A password must also not be blank, the username or email address of its user, the current password or one of the 3000 most common ones. 0: no policy except password_regex.',
  },
  password_policy_for_identity_v3: {
    kind: 'truth',
    fallback: defaultSecurity.passwordPolicyForIdentityV3,
    about:
      'Whether the password policy also applies to passwords that administrators set through Identity v3, where Keystone applies none. false: weak passwords are logged as warnings.',
  },
  password_regex: {
    kind: 'text',
    fallback: undefined,
    about:
      'JavaScript regular expression that new passwords must match from the start. A match that takes longer than 100 ms counts as not matching.',
  },
  password_regex_description: {
    kind: 'text',
    fallback: undefined,
    about: 'Description of password_regex, shown to a user whose new password does not match.',
  },
  change_password_upon_first_use: {
    kind: 'truth',
    fallback: defaultSecurity.changePasswordUponFirstUse,
    about: 'Whether a password set by an administrator must be changed before its first use.',
  },
  disable_user_account_days_inactive: {
    kind: 'count',
    fallback: undefined,
    about: 'Days without a sign-in after which a user counts as disabled. Absent: never.',
  },
  totp_included_previous_windows: {
    kind: 'amount',
    fallback: defaultSecurity.totpIncludedPreviousWindows,
    about: 'Number of previous 30-second windows, at most 10, whose one-time passwords are still accepted.',
  },
  receipt_lifetime: {
    kind: 'count',
    fallback: defaultSecurity.receiptLifetime,
    about: 'Seconds within which a sign-in with a missing factor can be completed.',
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
