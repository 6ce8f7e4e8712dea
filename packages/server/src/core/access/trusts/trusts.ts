import { notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import { requireTrust, trustTarget } from './require-trust.ts'
import { revokeTrusts } from './revoke-trusts.ts'
import type { Trust } from './trust.ts'
import { rolesOf, type TrustWithRoles } from './trust-roles.ts'
import type { TrustFilterKey } from './trust-store.ts'

export const getTrust = query({
  rule: 'identity:get_trust',
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireTrust(id, at),
  target: (_input, trust) => trustTarget(trust),
  read: async (_input, trust, at): Promise<TrustWithRoles> => ({ trust, roles: await rolesOf(trust, at) }),
})

type TrustList = ListQuery<TrustFilterKey>

const filterValue = ({ where }: TrustList, key: TrustFilterKey): string | undefined => {
  const value = where.find((filter) => filter.key === key && filter.op === 'eq')?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The party whose trusts are listed; the trustor when both are named. Undefined: the trusts of all users. */
const partyOf = (input: TrustList) => {
  const [trustor, trustee] = [filterValue(input, 'trustor_user_id'), filterValue(input, 'trustee_user_id')]
  if (trustor !== undefined)
    return { rule: 'identity:list_trusts_for_trustor', trust: { trustor_user_id: trustor } } as const
  if (trustee !== undefined)
    return { rule: 'identity:list_trusts_for_trustee', trust: { trustee_user_id: trustee } } as const
  return undefined
}

/** Includes expired and used-up trusts, never deleted ones. Rejects with `not_found` for an unknown marker. */
export const listTrusts = query({
  searches: true,
  rules: {
    any: ['identity:list_trusts', 'identity:list_trusts_for_trustor', 'identity:list_trusts_for_trustee'],
    choose: (input: TrustList) => partyOf(input)?.rule ?? 'identity:list_trusts',
  },
  target: (input) => {
    const party = partyOf(input)
    return party ? { target: { trust: party.trust } } : {}
  },
  read: async (input, _found, { stores }): Promise<Slice<Trust>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.trusts.get(after))) throw notFound('marker', after)
    return stores.trusts.list(input)
  },
})

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
