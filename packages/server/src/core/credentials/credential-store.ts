import type { ListQuery, Slice } from '../lists/list-query.ts'
import type { Credential } from './credential.ts'

export type CredentialFilterKey = 'id' | 'user_id' | 'type' | 'project_id'

/** As the store has it: the blob sealed. */
export type SealedCredential = Omit<Credential, 'blob'> & { readonly sealedBlob: string }

export type CredentialStore = {
  /** Refuses `conflict` when the id (for ec2: the access key) is taken. */
  insert(credential: SealedCredential): Promise<SealedCredential>
  get(id: string): Promise<SealedCredential | undefined>
  list(query: ListQuery<CredentialFilterKey>): Promise<Slice<SealedCredential>>
  countOf(userId: string): Promise<number>
  /** The blob and the attributes only the client knows; type, user and project never change (CVE-2026-90460). */
  update(id: string, change: { readonly sealedBlob?: string; readonly extra?: Credential['extra'] }): Promise<SealedCredential | undefined>
  delete(id: string): Promise<boolean>
  deleteOfUser(userId: string): Promise<readonly string[]>
  deleteOfProject(projectId: string): Promise<readonly string[]>
  /** Those made with a delegation that has ended. */
  deleteOfDelegation(kind: 'trust' | 'application_credential' | 'access_token', id: string): Promise<readonly string[]>
}
