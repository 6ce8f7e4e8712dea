import { requireUser } from '../../directory/users/get-user.ts'
import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { decodeBase32, encodeBase32, passcodeOf, stepAt } from '../authentication/totp.ts'
import { credentialsOf } from '../credentials/credentials-of.ts'
import { insertCredentialRow } from '../credentials/insert-credential.ts'
import { assertFactorsSupported, requireFactor, type SecondFactor } from './second-factor.ts'
import { applyVerification, verifyCaller } from './verify-caller.ts'

const purpose = 'totp-enrolment'
/** Milliseconds in which a device must be confirmed. */
const lifetime = 15 * 60_000

/** A seed that does not count until a one-time password of it confirms that a device has it. */
export type Enrolment = {
  /** The seed, sealed for this user, to be sent back with the first one-time password. */
  readonly enrolment: string
  /** Base32. Shown once. */
  readonly seed: string
  /** For a QR code, as authenticator apps read it. */
  readonly uri: string
  /** Unix milliseconds. */
  readonly expiresAt: number
}

type Sealed = { readonly userId: string; readonly seed: string; readonly expiresAt: number }

/**
 * Makes the seed of a new device. Nothing is stored: the seed returns sealed. Requires the password, so that a session alone
 * cannot lock its user out by enrolling a foreign device. Rejects with `unauthenticated` for a wrong password.
 */
export const beginEnrolment = command({
  rule: 'muster:manage_own_second_factors',
  target: (_input: { readonly password: string }, _found, { caller }) => selfTarget(caller),
  prepare: async ({ password }, _found, at) => {
    assertFactorsSupported(at)
    return verifyCaller({ password }, at)
  },
  apply: async (_input, { prepared, ...at }): Promise<Enrolment | DomainError> => {
    const failure = await applyVerification(prepared, at)
    if (failure) return failure
    const { ports, now } = at
    const user = await requireUser(requireCaller(at.caller).userId, at)
    const seed = makeSeed(at)
    const expiresAt = now + lifetime
    const sealed: Sealed = { userId: user.id, seed, expiresAt }
    return {
      enrolment: ports.sealing.seal(purpose, JSON.stringify(sealed)),
      seed,
      uri: uriOf(user.name, seed),
      expiresAt,
    }
  },
})

/** 160 bits (RFC 4226 section 4, R6). */
const makeSeed = ({ ports: { secrets } }: Pick<OperationContext, 'ports'>): string => {
  const digits = `${secrets.makeHex()}${secrets.makeHex()}`.slice(0, 40)
  return encodeBase32(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
}

/** The format that authenticator apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
const uriOf = (username: string, seed: string): string =>
  `otpauth://totp/Muster:${encodeURIComponent(username.replaceAll(':', ' '))}?secret=${seed}&issuer=Muster`

export type ConfirmEnrolment = { readonly enrolment: string; readonly passcode: string }

/**
 * Stores the device once it shows the right one-time password, and requires one at sign-in from then on. Rejects with
 * `invalid` for an expired enrolment and a wrong one-time password.
 */
export const confirmEnrolment = command({
  rule: 'muster:manage_own_second_factors',
  target: (_input: ConfirmEnrolment, _found, { caller }) => selfTarget(caller),
  apply: async ({ enrolment, passcode }, at): Promise<SecondFactor> => {
    assertFactorsSupported(at)
    const user = await requireUser(requireCaller(at.caller).userId, at)
    const seed = openSeed(enrolment, user.id, at)
    const step = stepOf(seed, passcode, at)
    if (step === undefined)
      throw domainError(
        'invalid',
        'passcode_invalid',
        'This is not the current one-time password of the new device. Check its clock and enter the next one.',
        { field: 'passcode' },
      )
    // A repeated confirmation adds no second device, which would accept the same one-time password once more.
    const confirmed = (await credentialsOf(user.id, 'totp', at)).find(({ blob }) => blob === seed)
    if (confirmed) return { id: confirmed.id, createdAt: confirmed.createdAt }
    const { id, createdAt } = await insertCredentialRow(
      { userId: user.id, type: 'totp', blob: seed, projectId: null, extra: {} },
      at,
    )
    // A sign-in must not accept the same one-time password again (RFC 6238 section 5.2).
    await at.stores.passcodes.use(id, step)
    await requireFactor(user, at)
    return { id, createdAt }
  },
})

const openSeed = (
  enrolment: string,
  userId: string,
  { ports, now }: Pick<OperationContext, 'ports' | 'now'>,
): string => {
  const sealed = openSealed(enrolment, ports)
  if (!sealed || sealed.userId !== userId || sealed.expiresAt <= now)
    throw domainError(
      'invalid',
      'enrolment_invalid',
      'This enrolment has expired or is not yours. Begin again with a new secret.',
      { field: 'enrolment' },
    )
  return sealed.seed
}

const openSealed = (
  enrolment: string,
  { sealing }: Pick<OperationContext['ports'], 'sealing'>,
): Sealed | undefined => {
  try {
    return JSON.parse(sealing.open(purpose, enrolment))
  } catch {
    return undefined
  }
}

const stepOf = (
  seed: string,
  passcode: string,
  { ports: { digests, settings, wallTime } }: Pick<OperationContext, 'ports'>,
): number | undefined => {
  const secret = decodeBase32(seed)
  const newest = stepAt(wallTime())
  for (let step = newest; secret && step >= newest - settings.totpIncludedPreviousWindows; step--)
    if (digests.same(passcodeOf(secret, step, digests), passcode)) return step
  return undefined
}
