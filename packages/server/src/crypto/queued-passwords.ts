import type { Passwords } from '../core/ports.ts'
import { refuse } from '../core/refusal.ts'
import {
  hashPassword,
  isHashable,
  isKnownHash,
  maxPasswordBytes,
  needsRehash,
  verifyNothing,
  verifyPassword,
} from './password.ts'
import { type Argon2Cost, defaultArgon2Cost } from './password-argon2.ts'
import { type PasswordQueue, QueueFull } from './password-queue.ts'

const tooBusy = (thrown: unknown): never => {
  if (!(thrown instanceof QueueFull)) throw thrown
  throw refuse('too_many', 'too_many_logins', 'Too many passwords are being checked. Try again in a moment.')
}

/** Core's passwords: those of this room, each waiting for its turn. */
export const queuedPasswords = (queue: PasswordQueue, cost: Argon2Cost = defaultArgon2Cost): Passwords => ({
  async hash(password) {
    if (!isHashable(password))
      throw refuse(
        'invalid',
        'password_too_long',
        `A password is Unicode text of at most ${maxPasswordBytes} bytes.`,
        {
          field: 'password',
        },
      )
    return queue.run(() => hashPassword(password, cost)).catch(tooBusy)
  },
  verify: (password, hash) => queue.run(() => verifyPassword(password, hash)).catch(tooBusy),
  verifyNothing: (password) => queue.run(() => verifyNothing(password, cost)).catch(tooBusy),
  needsRehash: (hash) => needsRehash(hash, cost),
  canVerify: isKnownHash,
})
