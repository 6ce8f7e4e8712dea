import { query } from '../../kernel/operation.ts'
import type { Revocation } from '../../kernel/revocations/revocation.ts'

/** Revocation events, for services that validate tokens themselves. `since` in unix milliseconds. */
export const listRevocations = query({
  searches: true,
  rule: 'identity:list_revoke_events',
  read: (
    { since }: { readonly since: number | undefined },
    _found,
    { stores },
  ): Promise<readonly Revocation[]> => stores.revocations.list(since),
})
