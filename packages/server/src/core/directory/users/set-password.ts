import { assertNotManaged } from '../../kernel/managed/managed-guard.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { passwordExpiry, passwordsKept } from './password-rules.ts'
import type { User } from './user.ts'

type NewPassword = { readonly hash: string /** Chosen by the user itself. */; readonly selfService: boolean }

/**
 * Sets the password of a user and deletes old ones that no setting requires. Returns its expiry (unix milliseconds).
 */
export const setPassword = async (
  { id, options, managedBy }: Pick<User, 'id' | 'options' | 'managedBy'>,
  { hash, selfService }: NewPassword,
  { stores, ports, now }: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
): Promise<number | null> => {
  assertNotManaged({ managedBy })
  const expiresAt = passwordExpiry(options, { selfService, now }, ports.settings)
  await stores.passwords.insert({ userId: id, hash, createdAt: now, expiresAt, selfService })
  await stores.passwords.keepNewest(id, passwordsKept(ports.settings))
  return expiresAt
}
