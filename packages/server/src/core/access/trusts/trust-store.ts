import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Trust } from './trust.ts'

export type TrustFilterKey = 'id' | 'trustor_user_id' | 'trustee_user_id' | 'project_id'

export type TrustStore = {
  /** Rejects with `conflict` for the same trustor, trustee, project, impersonation and expiry as an existing trust. */
  insert(trust: Trust): Promise<Trust>
  /** Includes expired and used-up trusts, never deleted ones. */
  get(id: string): Promise<Trust | undefined>
  /** The trust and those it was redelegated from, the original last. Incomplete when one of them is deleted. */
  redelegationChain(id: string): Promise<readonly Trust[]>
  list(query: ListQuery<TrustFilterKey>): Promise<Slice<Trust>>
  /** Consumes one use in a single statement. Returns false when none is left or the trust is deleted. */
  consumeUse(id: string): Promise<boolean>
  /** Deletes the trust and all redelegated from it. The delete methods return the ids of the deleted trusts. */
  delete(id: string, at: number): Promise<readonly string[]>
  /** Deletes the trusts where the user is trustor or trustee, and all redelegated from them. */
  deleteOfUser(userId: string, at: number): Promise<readonly string[]>
  deleteOfProject(projectId: string, at: number): Promise<readonly string[]>
  /** Deletes the trusts of the domain's users and the trusts on its projects. */
  deleteOfDomain(domainId: string, at: number): Promise<readonly string[]>
}
