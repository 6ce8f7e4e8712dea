import type { User } from '../../directory/users/user.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Stores } from '../../kernel/stores.ts'
import { requireActiveUser } from '../tokens/active-user.ts'
import { waitPastRevocation } from '../tokens/issued-at.ts'
import type { GivenReceipt } from './auth-receipt.ts'
import {
  type AuthResult,
  asAuthenticationFailed,
  assertResultsStillValid,
  authenticationFailed,
} from './auth-result.ts'

type Context = Pick<OperationContext, 'stores' | 'ports' | 'now'>

/** Characters. No receipt is longer. */
const maxReceiptLength = 1024

/** Unix seconds: receipts issued up to then are revoked. */
const lastRevoked = (user: User, { revocations }: Stores): Promise<number | undefined> =>
  revocations.newest({ userIds: [user.id], domainIds: [user.domainId], auditId: '', auditChainId: '' })

/**
 * The error for missing factors, with a receipt of the methods completed in this request and in earlier ones. Methods
 * that rely on a token, a delegation or an identity provider are left out, since a token issued for the receipt could not be bound to their
 * expiry and limits (T13). Without any other method there is no receipt.
 */
export const factorsMissing = async (
  user: User,
  completed: { readonly results: readonly AuthResult[]; readonly earlier: readonly string[] },
  requiredMethods: GivenReceipt['requiredMethods'],
  { stores, ports, now }: Context,
): Promise<DomainError> => {
  const own = completed.results.filter(
    (result) => !result.delegated && !result.federation && result.rootAuditId === undefined,
  )
  const methods = [...new Set([...own.flatMap((result) => result.methods), ...completed.earlier])]
  const error = (details?: { readonly receipt: GivenReceipt }) =>
    domainError(
      'unauthenticated',
      'factors_missing',
      'This user must also provide the missing authentication methods.',
      details,
    )
  const domain = await stores.projects.get(user.domainId)
  if (methods.length === 0 || !domain) return error()
  const { second: issuedAt, waited } = await waitPastRevocation(await lastRevoked(user, stores), {
    now,
    ports,
  })
  if (waited) await requireActiveUser(user.id, { stores, ports }).catch(asAuthenticationFailed)
  await assertResultsStillValid(completed.results, { stores })
  const receipt = { userId: user.id, methods, issuedAt, expiresAt: issuedAt + ports.settings.receiptLifetime }
  return error({
    receipt: {
      text: ports.receipts.seal(receipt),
      receipt,
      user: { id: user.id, name: user.name, domain: { id: domain.id, name: domain.name } },
      requiredMethods,
    },
  })
}

/** The methods of a receipt. Rejects with `unauthenticated` for a receipt that is expired, revoked or of another user. */
export const methodsOfReceipt = async (
  text: string | undefined,
  user: User,
  { stores, ports, now }: Context,
): Promise<readonly string[]> => {
  if (text === undefined) return []
  const receipt = text.length > maxReceiptLength ? undefined : ports.receipts.open(text)
  if (receipt?.userId !== user.id || isExpired(receipt, now / 1000))
    throw authenticationFailed('receipt_not_valid')
  const revoked = await lastRevoked(user, stores)
  if (revoked !== undefined && revoked >= receipt.issuedAt) throw authenticationFailed('receipt_revoked')
  return receipt.methods
}
