import { checkDeveloper } from '../application-credentials/check-developer.ts'
import { command } from '../operation.ts'
import { notFound, refuse } from '../refusal.ts'
import { cleanText } from '../text.ts'
import { spareSystemUserById } from '../users/system-users.ts'
import { blobSeal } from './blobs.ts'
import { checkSeed } from './check-seed.ts'
import type { Credential } from './credential.ts'
import { isEc2 } from './credential-types.ts'
import { checkStillBound, readEc2Blob, readNewEc2Blob } from './ec2-blob.ts'
import { credentialTarget, theCredential } from './get-credential.ts'
import { checkMayChangeSecret, checkMayManage, checkReach } from './lent-reach.ts'

export type UpdateCredential = {
  readonly id: string
  readonly blob?: string | undefined
  /** Only to confirm: nothing but the blob ever changes. */
  readonly userId?: string | undefined
  readonly type?: string | undefined
  readonly projectId?: string | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Refuses `invalid` for any other change: a key that moves to another user or project takes rights along (T02, CVE-2026-90460). */
export const updateCredential = command({
  rule: 'identity:update_credential',
  load: ({ id }: UpdateCredential, at) => theCredential(id, at),
  target: (_input, credential) => credentialTarget(credential),
  apply: async ({ id, blob, ...confirmed }, at): Promise<Credential> => {
    const { caller, stores, record } = at
    const before = await theCredential(id, at)
    checkMayManage(caller, before)
    checkReach(caller, before)
    checkMayChangeSecret(caller, before)
    await spareSystemUserById(before.userId, at)
    checkConfirmed(before, confirmed)
    if (blob === undefined || blob === before.blob) return before
    cleanText('blob', blob, 65_535)
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

const checkConfirmed = (before: Credential, given: Omit<UpdateCredential, 'id' | 'blob'>): void => {
  const asked: readonly (readonly [string, unknown, unknown])[] = [
    ['user_id', given.userId, before.userId],
    ['type', given.type, before.type],
    ['project_id', given.projectId, before.projectId],
    ...Object.entries(given.extra ?? {}).map(([name, value]) => [name, value, before.extra[name]] as const),
  ]
  for (const [field, wanted, is] of asked)
    if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(is))
      throw refuse(
        'invalid',
        'credential_fixed',
        `Only the blob of a credential can be changed, not ${field}.`,
        { field },
      )
}
