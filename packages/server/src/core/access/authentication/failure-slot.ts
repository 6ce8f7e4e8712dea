import { type DomainError, isDomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'

/** Milliseconds until the next multiple of `slot` since `begun`; at most one slot, also when the clock jumps. */
const untilSlot = (begun: number, now: number, slot: number): number => {
  const into = (((now - begun) % slot) + slot) % slot
  return slot - into
}

/**
 * Runs the checks of a sign-in. A failure is answered at a multiple of the time that the most expensive password
 * check of this directory takes, so its time does not reveal whether the user exists or which scheme its password is
 * stored with (T73). Waiting holds no thread and no place in the queue of hashes.
 */
export const onFailureSlot = async <T>(
  { now: begun, ports }: Pick<OperationContext, 'now' | 'ports'>,
  work: () => Promise<T>,
  failureOf: (outcome: T) => DomainError | undefined,
): Promise<T> => {
  const wait = async (): Promise<void> => {
    const slot = ports.passwords.failureSlot()
    const now = ports.now()
    if (slot > 0) await ports.waitUntil(now + untilSlot(begun, now, slot))
  }
  let outcome: T
  try {
    outcome = await work()
  } catch (thrown) {
    if (isDomainError(thrown, 'unauthenticated')) await wait()
    throw thrown
  }
  if (isDomainError(failureOf(outcome), 'unauthenticated')) await wait()
  return outcome
}
