import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Trust } from './trust.ts'

export type TrustFilterKey = 'id' | 'trustor_user_id' | 'trustee_user_id' | 'project_id'

export type TrustStore = {
  /** Rejects with `conflict` when an identical one is there (trustor, trustee, project, impersonation, expiry). */
  insert(trust: Trust): Promise<Trust>
  /** Expired and used-up ones too; deleted ones never. */
  get(id: string): Promise<Trust | undefined>
  /** The trust and those it was redelegated from, the first one last. Shorter than it should be when one is gone. */
  pedigree(id: string): Promise<readonly Trust[]>
  list(query: ListQuery<TrustFilterKey>): Promise<Slice<Trust>>
  /** Takes one use in a single statement; false when none was left or the trust is gone. */
  consumeUse(id: string): Promise<boolean>
  /** The trust and all that were redelegated from it. Answers the ids that were alive. */
  delete(id: string, at: number): Promise<readonly string[]>
  /** Those the user gave or got, with all that were redelegated from them. */
  deleteOfUser(userId: string, at: number): Promise<readonly string[]>
  deleteOfProject(projectId: string, at: number): Promise<readonly string[]>
  /** Those of the domain's users and those on its projects. */
  deleteOfDomain(domainId: string, at: number): Promise<readonly string[]>
}
