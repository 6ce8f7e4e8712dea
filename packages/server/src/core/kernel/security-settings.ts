/** What the operator asks of sign-ins and passwords (keystone.md section 9.1). `undefined` switches a rule off. */
export type SecuritySettings = {
  /** Wrong guesses in a row that lock a user. */
  readonly lockoutFailureAttempts: number | undefined
  /** Seconds that a lock lasts after the last of them; 0: until an administrator enables the user. */
  readonly lockoutDuration: number
  readonly passwordExpiresDays: number | undefined
  /** Passwords in a row that must differ, the current one and the new one included in none or all. */
  readonly uniqueLastPasswordCount: number
  /** Days that a password must be kept before its user may change it again. */
  readonly minimumPasswordAge: number
  /** Characters of a password; 0 switches the policy for passwords off, but for the regular expression. */
  readonly passwordMinLength: number
  /** Whether the policy also holds for passwords that administrators set through Identity v3. */
  readonly passwordPolicyForIdentityV3: boolean
  /** A regular expression that a password must match from its beginning. */
  readonly passwordRegex: string | undefined
  /** The same in words, for whoever chose a password that does not match. */
  readonly passwordRegexDescription: string | undefined
  readonly changePasswordUponFirstUse: boolean
  readonly disableUserAccountDaysInactive: number | undefined
  /** Windows of thirty seconds before this one whose one-time passwords still count. */
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
