import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { trustTarget } from './require-trust.ts'
import { revokeTrusts } from './revoke-trusts.ts'

/**
 * Deletes a trust, used up or not, with the trusts redelegated from it, and revokes their tokens and the credentials made
 * with those.
 */
export const deleteTrust = command({
  rule: 'identity:delete_trust',
  missing: 'shown',
  load: async ({ id }: { readonly id: string }, at) => {
    const trust = await at.stores.trusts.get(id)
    if (!trust) throw notFound('trust', id)
    const trustor = await at.stores.users.get(trust.trustorId)
    return { trust, domainId: trustor?.domainId ?? null }
  },
  target: (_input, { trust }) => trustTarget(trust),
  apply: async ({ id }, { found, ...at }) => {
    const ids = await at.stores.trusts.delete(id, at.now)
    if (ids.length === 0) throw notFound('trust', id)
    await revokeTrusts(ids, found.domainId, at)
  },
})
