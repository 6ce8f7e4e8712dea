import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { defaultSecurity } from '../core/kernel/security-settings.ts'
import { loadConfig } from './load-config.ts'
import { securityOf } from './security-table.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-config-'))
})
after(() => rm(folder, { recursive: true }))

const load = async (settings: object) => {
  const file = join(folder, 'muster.json')
  await writeFile(file, JSON.stringify(settings))
  return securityOf(loadConfig({}, file))
}

test('without settings the rules are the defaults of core', async () => {
  assert.deepEqual(await load({}), defaultSecurity)
})

test('every rule is set by its own setting', async () => {
  const set = await load({
    lockout_failure_attempts: 6,
    lockout_duration: 0,
    password_expires_days: 90,
    unique_last_password_count: 5,
    minimum_password_age: 1,
    password_min_length: 10,
    password_policy_for_identity_v3: true,
    password_regex: '.{8,}',
    password_regex_description: 'eight characters',
    change_password_upon_first_use: true,
    disable_user_account_days_inactive: 60,
    totp_included_previous_windows: 10,
    receipt_lifetime: 60,
  })
  assert.deepEqual(set, {
    lockoutFailureAttempts: 6,
    lockoutDuration: 0,
    passwordExpiresDays: 90,
    uniqueLastPasswordCount: 5,
    minimumPasswordAge: 1,
    passwordMinLength: 10,
    passwordPolicyForIdentityV3: true,
    passwordRegex: '.{8,}',
    passwordRegexDescription: 'eight characters',
    changePasswordUponFirstUse: true,
    disableUserAccountDaysInactive: 60,
    totpIncludedPreviousWindows: 10,
    receiptLifetime: 60,
  })
})

test('an invalid rule stops the start and is named', async () => {
  const wrong: readonly (readonly [string, unknown])[] = [
    ['lockout_failure_attempts', 0],
    ['lockout_failure_attempts', -1],
    ['lockout_duration', -1],
    ['password_regex', '(?P<python>a)'],
    ['password_regex', '('],
    ['totp_included_previous_windows', 11],
    ['receipt_lifetime', 0],
    ['disable_user_account_days_inactive', 0],
    ['minimum_password_age', 1.5],
  ]
  for (const [name, value] of wrong)
    await assert.rejects(load({ [name]: value }), {
      name: 'BadConfig',
      message: new RegExp(`^${name}: use `),
    })
})
