import { command } from '../../kernel/operation.ts'
import type { Credential } from './credential.ts'
import { insertCredentialRow } from './insert-credential.ts'

export type CreateCredential = {
  readonly userId: string
  readonly type: string
  readonly blob: string
  readonly projectId?: string | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Rejects with `conflict` for an access key that is in use and with `failed_precondition` beyond the user's limit. The
 * user and the project need not exist.
 */
export const createCredential = command({
  rule: 'identity:create_credential',
  // Nothing is stored yet, so rules can compare the requested user only.
  target: ({ userId }: CreateCredential) => ({ target: { credential: { user_id: userId } } }),
  apply: ({ userId, type, blob, projectId = null, extra = {} }, at): Promise<Credential> =>
    insertCredentialRow({ userId, type, blob, projectId, extra }, at),
})
