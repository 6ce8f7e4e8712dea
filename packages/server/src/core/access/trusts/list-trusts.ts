import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Trust } from './trust.ts'
import type { TrustFilterKey } from './trust-store.ts'

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
