import { domainError } from '../core/kernel/domain-error.ts'
import type { PasswordMatch, Passwords } from '../core/kernel/ports.ts'
import {
  hashPassword,
  isHashable,
  isKnownHash,
  maxPasswordBytes,
  needsRehash,
  verifyPassword,
} from './password.ts'
import { type Argon2Cost, defaultArgon2Cost, unmatchableArgon2 } from './password-argon2.ts'
import { passwordForms } from './password-forms.ts'
import { type PasswordQueue, QueueFull } from './password-queue.ts'
import { type PasswordScheme, passwordScheme } from './password-scheme.ts'
import { passwordTimes } from './password-times.ts'

const tooBusy = (thrown: unknown): never => {
  if (!(thrown instanceof QueueFull)) throw thrown
  throw domainError(
    'resource_exhausted',
    'too_many_logins',
    'Too many passwords are being checked. Try again in a moment.',
  )
}

const tooLong = () =>
  domainError(
    'invalid',
    'password_too_long',
    `A password must be Unicode text of at most ${maxPasswordBytes} bytes.`,
    {
      field: 'password',
    },
  )

export type QueuedPasswordsOptions = {
  readonly cost?: Argon2Cost
  /** Monotonic milliseconds. */
  readonly elapsed?: () => number
}

/** The password port of core, with a queue. */
export const queuedPasswords = (
  queue: PasswordQueue,
  { cost = defaultArgon2Cost, elapsed = () => performance.now() }: QueuedPasswordsOptions = {},
): Passwords => {
  const times = passwordTimes()
  const own = unmatchableArgon2(cost)

  const check = (form: string, hash: string): Promise<boolean> =>
    queue.run(async () => {
      const begun = elapsed()
      const matches = await verifyPassword(form, hash)
      const scheme = passwordScheme(hash)
      if (scheme) times.took(scheme, elapsed() - begun)
      return matches
    })

  const verify = async (password: string, hash: string): Promise<PasswordMatch> => {
    if (!isHashable(password)) return false
    const [normal, ...older] = passwordForms(password)
    if (await check(normal, hash)) return needsRehash(hash, cost) ? 'renew' : 'current'
    for (const form of older) if (await check(form, hash)) return 'renew'
    return false
  }

  return {
    async hash(password) {
      if (!isHashable(password)) throw tooLong()
      const [normal] = passwordForms(password)
      // Normalization can make the text longer.
      if (!isHashable(normal)) throw tooLong()
      return queue.run(() => hashPassword(normal, cost)).catch(tooBusy)
    },
    verify: (password, hash) => verify(password, hash).catch(tooBusy),
    verifyDummy: async (password) => {
      await verify(password, own).catch(tooBusy)
    },
    canVerify: isKnownHash,
    schemeOf: (hash) => (isKnownHash(hash) ? passwordScheme(hash)?.prefix : undefined),
    async expect(hashes, complete) {
      const found = [own, ...hashes].flatMap((hash): readonly (readonly [string, PasswordScheme])[] => {
        const scheme = isKnownHash(hash) ? passwordScheme(hash) : undefined
        return scheme ? [[hash, scheme]] : []
      })
      if (complete) times.keepOnly(found.map(([, scheme]) => scheme))
      const unknown = new Map<string, string>()
      for (const [hash, scheme] of found.toSorted(([, one], [, other]) => one.work - other.work))
        if (times.expect(scheme)) unknown.set(scheme.family, hash)
      for (const hash of unknown.values()) await check('', hash).catch(tooBusy)
    },
    failureSlot: times.slot,
  }
}
