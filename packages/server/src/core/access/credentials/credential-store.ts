import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Credential, OriginDelegation } from './credential.ts'

export type CredentialFilterKey = 'id' | 'user_id' | 'type' | 'project_id'

/** A blob as the store has it, and the key of the ring `credentials` that sealed it. */
export type SealedBlob = { readonly sealedBlob: string; readonly keyIndex: number }

export type SealedCredential = Omit<Credential, 'blob'> & SealedBlob

export type SeenSignature = {
  readonly hash: string
  readonly credentialId: string
  /** Unix milliseconds; null: for as long as the credential lives. */
  readonly expiresAt: number | null
}

export type CredentialStore = {
  /** Rejects with `conflict` when the id (for ec2: the access key) is taken. */
  insert(credential: SealedCredential): Promise<SealedCredential>
  get(id: string): Promise<SealedCredential | undefined>
  list(query: ListQuery<CredentialFilterKey>): Promise<Slice<SealedCredential>>
  countOf(userId: string): Promise<number>
  /** The blob; type, user, project and whatever else never change (CVE-2026-90460). */
  update(id: string, change: SealedBlob): Promise<SealedCredential | undefined>
  delete(id: string): Promise<boolean>
  /** Each answers the ids that are gone. */
  deleteOfUser(userId: string): Promise<readonly string[]>
  deleteOfProject(projectId: string): Promise<readonly string[]>
  /** Those made with a delegation that has ended. */
  deleteOfDelegation(kind: OriginDelegation['kind'], id: string): Promise<readonly string[]>
  /** Those of the domain's users and for its projects, while these are still there. Answers how many. */
  deleteOfDomain(domainId: string): Promise<number>
  /** Some that an older key than this one sealed. */
  sealedBefore(keyIndex: number, limit: number): Promise<readonly SealedCredential[]>
  /** False, and nothing happens, when the blob is no longer that one. */
  reseal(id: string, from: string, to: SealedBlob): Promise<boolean>
  /** Takes a signature made with a credential: true for exactly one of many. */
  rememberSignature(signature: SeenSignature): Promise<boolean>
  /** Deletes at most `limit` of those whose request is too old by now. Answers how many. */
  purgeExpiredSignatures(expiredAt: number, limit: number): Promise<number>
}
