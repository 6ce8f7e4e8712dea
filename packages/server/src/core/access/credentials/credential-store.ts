import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Credential, OriginDelegation } from './credential.ts'

export type CredentialFilterKey = 'id' | 'user_id' | 'type' | 'project_id'

/** A sealed blob, and the index of the key in the ring `credentials` that sealed it. */
export type SealedBlob = { readonly sealedBlob: string; readonly keyIndex: number }

export type SealedCredential = Omit<Credential, 'blob'> & SealedBlob

export type SeenSignature = {
  readonly hash: string
  readonly credentialId: string
  /** Unix milliseconds; null: stored as long as the credential exists. */
  readonly expiresAt: number | null
}

export type CredentialStore = {
  /** Rejects with `conflict` when the id (for ec2: the access key) is taken. */
  insert(credential: SealedCredential): Promise<SealedCredential>
  get(id: string): Promise<SealedCredential | undefined>
  list(query: ListQuery<CredentialFilterKey>): Promise<Slice<SealedCredential>>
  countOf(userId: string): Promise<number>
  /** Changes the blob. Type, user, project and extra attributes never change (CVE-2026-90460). */
  update(id: string, change: SealedBlob): Promise<SealedCredential | undefined>
  delete(id: string): Promise<boolean>
  /** The `deleteOf…` methods return the ids of the deleted credentials. */
  deleteOfUser(userId: string): Promise<readonly string[]>
  deleteOfProject(projectId: string): Promise<readonly string[]>
  /** Deletes the credentials made with a delegation. */
  deleteOfDelegation(kind: OriginDelegation['kind'], id: string): Promise<readonly string[]>
  /** Deletes the credentials of the domain's users and projects, which must still exist. Returns the number deleted. */
  deleteOfDomain(domainId: string): Promise<number>
  /** Credentials sealed by a key older than `keyIndex`. */
  sealedBefore(keyIndex: number, limit: number): Promise<readonly SealedCredential[]>
  /** Returns false, and changes nothing, when the stored blob is no longer `from`. */
  reseal(id: string, from: string, to: SealedBlob): Promise<boolean>
  /** Records the use of a signature. Returns true for exactly one of several concurrent calls. */
  useSignature(signature: SeenSignature): Promise<boolean>
  /** Deletes at most `limit` signatures expired at that time (unix milliseconds). Returns the number deleted. */
  purgeExpiredSignatures(expiredAt: number, limit: number): Promise<number>
}
