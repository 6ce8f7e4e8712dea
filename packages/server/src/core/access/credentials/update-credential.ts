import { assertCanManageSystemUserById } from '../../directory/users/system-users.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { checkDeveloper } from '../application-credentials/check-developer.ts'
import { blobSeal } from './blobs.ts'
import { checkSeed } from './check-seed.ts'
import type { Credential } from './credential.ts'
import { assertCanAccessCredential, checkMayChangeSecret, checkMayManage } from './credential-access.ts'
import { isEc2 } from './credential-types.ts'
import { checkStillBound, readEc2Blob, readNewEc2Blob } from './ec2-blob.ts'
import { credentialTarget, requireCredential } from './get-credential.ts'

export type UpdateCredential = {
  readonly id: string
  readonly blob?: string | undefined
  /** Must equal the stored values when present: only the blob can change. */
  readonly userId?: string | undefined
  readonly type?: string | undefined
  readonly projectId?: string | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Changes the blob. Rejects with `invalid` for any other change: a key moved to another user or project would keep its
 * rights (T02, CVE-2026-90460).
 */
export const updateCredential = command({
  rule: 'identity:update_credential',
  load: ({ id }: UpdateCredential, at) => requireCredential(id, at),
  target: (_input, credential) => credentialTarget(credential),
  apply: async ({ id, blob, ...confirmed }, at): Promise<Credential> => {
    const { caller, stores, record } = at
    const before = await requireCredential(id, at)
    checkMayManage(caller, before)
    assertCanAccessCredential(caller, before)
    checkMayChangeSecret(caller, before)
    await assertCanManageSystemUserById(before.userId, at)
    checkConfirmed(before, confirmed)
    if (blob === undefined || blob === before.blob) return before
    normalizeText('blob', blob, 65_535)
    checkSeed({ type: before.type, blob })
    if (isEc2(before.type)) await checkDeveloper(before.userId, at)
    if (isEc2(before.type)) checkStillBound(readEc2Blob(before.blob), readNewEc2Blob(blob))
    const changed = await stores.credentials.update(id, (await blobSeal(at)).seal(id, blob))
    if (!changed) throw notFound('credential', id)
    record({
      kind: 'credential.updated',
      subject: { type: 'credential', id },
      detail: { type: before.type, user_id: before.userId, project_id: before.projectId },
    })
    return { ...before, blob }
  },
})

const checkConfirmed = (before: Credential, input: Omit<UpdateCredential, 'id' | 'blob'>): void => {
  const confirmations: readonly (readonly [string, unknown, unknown])[] = [
    ['user_id', input.userId, before.userId],
    ['type', input.type, before.type],
    ['project_id', input.projectId, before.projectId],
    ...Object.entries(input.extra ?? {}).map(([name, value]) => [name, value, before.extra[name]] as const),
  ]
  for (const [field, wanted, stored] of confirmations)
    if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(stored))
      throw domainError(
        'invalid',
        'credential_fixed',
        `${field} cannot be changed. Only the blob of a credential can.`,
        { field },
      )
}
