import { availableParallelism } from 'node:os'
import type { Passwords } from '../core/kernel/ports.ts'
import { makeThreadsYield } from '../crypto/hash-thread-priority.ts'
import { hashesAtOnce, passwordQueue } from '../crypto/password-queue.ts'
import { queuedPasswords } from '../crypto/password-service.ts'

/** Hashes passwords on as many threads as this machine has cores for. */
export const makePasswords = async (): Promise<Passwords> => {
  const yielding = await makeThreadsYield()
  return queuedPasswords(
    passwordQueue({ atOnce: hashesAtOnce(availableParallelism(), { yielding }), maxWaiting: 200 }),
  )
}
