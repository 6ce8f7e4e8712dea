/** Security compliance settings (keystone.md section 9.1). `undefined` disables a rule. */
export type SecuritySettings = {
  /** Consecutive failures that lock a user. */
  readonly lockoutFailureAttempts: number | undefined
  /** Seconds that a lock lasts after the last failure; 0: until an administrator enables the user. */
  readonly lockoutDuration: number
  readonly passwordExpiresDays: number | undefined
  /** Number of previous passwords, including the current one, that cannot be reused. */
  readonly uniqueLastPasswordCount: number
  /** Days that a password must be kept before its user may change it again. */
  readonly minimumPasswordAge: number
  /** Minimum characters of a password; 0 disables the password policy, except `passwordRegex`. */
  readonly passwordMinLength: number
  /** Whether the policy applies to passwords that administrators set through Identity v3. */
  readonly passwordPolicyForIdentityV3: boolean
  /** A regular expression that a password must match from its start. */
  readonly passwordRegex: string | undefined
  /** A description of `passwordRegex` for the error message. */
  readonly passwordRegexDescription: string | undefined
  readonly changePasswordUponFirstUse: boolean
  readonly disableUserAccountDaysInactive: number | undefined
  /** Number of previous 30-second time steps whose one-time passwords are accepted. */
  readonly totpIncludedPreviousWindows: number
  /** Seconds. */
  readonly receiptLifetime: number
}

export const defaultSecurity: SecuritySettings = {
  lockoutFailureAttempts: undefined,
  lockoutDuration: 1800,
  passwordExpiresDays: undefined,
  uniqueLastPasswordCount: 0,
  minimumPasswordAge: 0,
  passwordMinLength: 8,
  passwordPolicyForIdentityV3: false,
  passwordRegex: undefined,
  passwordRegexDescription: undefined,
  changePasswordUponFirstUse: false,
  disableUserAccountDaysInactive: undefined,
  totpIncludedPreviousWindows: 1,
  receiptLifetime: 300,
}
