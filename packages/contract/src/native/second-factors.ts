import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { optional, strict, Text, Time } from './shapes.ts'

export const SecondFactor = Type.Object(
  { id: Type.String(), created_at: Time },
  { ...strict, description: 'A device for one-time passwords (TOTP, RFC 6238).' },
)

export const SecondFactors = Type.Object(
  {
    second_factors: Type.Array(SecondFactor),
    required: Type.Boolean({ description: 'Whether a sign-in needs a one-time password.' }),
  },
  strict,
)

export const Enrolment = Type.Object(
  {
    enrolment: Type.String({ description: 'Send it back with the first one-time password.' }),
    seed: Type.String({ description: 'The secret of the device in base32, to type in. Shown once.' }),
    uri: Type.String({ description: 'An `otpauth:` URI with the seed, to show as a QR code.' }),
    expires_at: Time,
  },
  { ...strict, description: 'A new device, which does not count until it is confirmed.' },
)

const Passcode = Text(16, 1)
const CurrentPassword = Text(16_384)
const source = 'docs/apis/native.md'

export const secondFactors = {
  listSecondFactors: {
    method: 'GET',
    path: '/me/second-factors',
    description:
      'Lists the devices for one-time passwords of the caller, without their seeds, and whether a sign-in needs one. Every user may do this.',
    summary: 'List your devices for one-time passwords',
    strictQuery: true,
    responses: { 200: SecondFactors },
    source,
  },
  beginSecondFactor: {
    method: 'POST',
    path: '/me/second-factors/enrolments',
    description:
      'Makes the seed of a new device. Nothing changes until it is confirmed. Every user with a password may do this; a wrong one is 400 `current_password_wrong`. Delegated credentials such as an API key are 403 `forbidden_to_delegation`.',
    summary: 'Begin to add a device for one-time passwords; its seed is shown once',
    strictQuery: true,
    body: Type.Object({ current_password: CurrentPassword }, strict),
    secret: true,
    responses: { 200: Enrolment },
    errors: [415],
    source,
  },
  confirmSecondFactor: {
    method: 'POST',
    path: '/me/second-factors',
    description:
      'Adds the device of an enrolment, proved by a one-time password of it. A sign-in then needs a one-time password, unless an administrator has set other rules. An enrolment that has expired is 400 `enrolment_invalid`, a wrong one-time password 400 `passcode_invalid`.',
    summary: 'Confirm a device with its first one-time password',
    strictQuery: true,
    body: Type.Object({ enrolment: Text(2048, 1), passcode: Passcode }, strict),
    responses: { 201: SecondFactor },
    errors: [415],
    source,
  },
  removeSecondFactor: {
    method: 'POST',
    path: '/me/second-factors/{second_factor_id}/remove',
    description:
      'Removes a device. A session alone is not enough: send `current_password` or a `passcode` of any of your devices. If an administrator requires a second factor, removing the last device is 403 `factor_required`. A missing device is 404 `credential_not_found`.',
    summary: 'Remove a device, with your password or a one-time password',
    strictQuery: true,
    body: Type.Object(
      { current_password: optional(CurrentPassword), passcode: optional(Passcode) },
      { ...strict, description: 'One of the two.' },
    ),
    responses: { 204: null },
    errors: [404, 415],
    source,
  },
} as const satisfies Contract
