import { assertCanManageSystemUserById } from '../../directory/users/system-users.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { toHex } from '../../kernel/encodings.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { checkDeveloper } from '../application-credentials/check-developer.ts'
import { blobSeal } from './blobs.ts'
import { checkSeed } from './check-seed.ts'
import type { Credential } from './credential.ts'
import { assertCanAccessCredential, checkMayManage, originDelegationOf } from './credential-access.ts'
import { isEc2 } from './credential-types.ts'
import { boundBlob, readNewEc2Blob } from './ec2-blob.ts'

export type NewCredential = Pick<Credential, 'userId' | 'projectId' | 'type' | 'blob' | 'extra'>

/** The credential id for an access key; signed requests are looked up by it. */
export const ec2IdOf = (access: string, { digests }: Pick<CommandContext['ports'], 'digests'>): string =>
  toHex(digests.sha256(access))

/** The only way to create a credential, for every route: checks the delegation and the quota, then binds and seals (T17). */
export const insertCredentialRow = async (input: NewCredential, at: CommandContext): Promise<Credential> => {
  const { caller, stores, ports, now, record } = at
  checkMayManage(caller, input)
  assertCanAccessCredential(caller, input)
  const fields = normalized(input)
  checkSeed(fields)
  if (isEc2(fields.type)) await checkDeveloper(fields.userId, at)
  await assertCanManageSystemUserById(fields.userId, at)
  const credential = { ...withIdAndDelegation(fields, at), createdAt: now }
  await checkQuota(credential.userId, at)
  const { blob, ...rest } = credential
  await stores.credentials.insert({
    ...rest,
    ...(await blobSeal({ stores, ports })).seal(credential.id, blob),
  })
  record({
    kind: 'credential.created',
    subject: { type: 'credential', id: credential.id },
    detail: { type: credential.type, user_id: credential.userId, project_id: credential.projectId },
  })
  return credential
}

const normalized = ({ userId, projectId, type, blob, extra }: NewCredential): NewCredential => ({
  userId: normalizeText('user_id', userId, 255),
  projectId: projectId === null ? null : normalizeText('project_id', projectId, 64),
  type: normalizeText('type', type, 255),
  blob: normalizeText('blob', blob, 65_535),
  extra,
})

const withIdAndDelegation = (
  input: NewCredential,
  { caller, ports }: CommandContext,
): Omit<Credential, 'createdAt'> => {
  if (!isEc2(input.type)) return { ...input, id: ports.newId(), madeWith: null }
  if (input.projectId === null)
    throw domainError('invalid', 'project_missing', 'project_id is required for a credential of type ec2.', {
      field: 'project_id',
    })
  const blob = readNewEc2Blob(input.blob)
  const madeWith = originDelegationOf(caller)
  // Signatures act as the user of the key, and a delegation gives no authority over other users.
  if (madeWith !== null && caller.kind === 'known' && caller.userId !== input.userId)
    throw domainError(
      'forbidden',
      'forbidden_to_delegation',
      'Delegated credentials can create EC2 keys for their own user only.',
    )
  return {
    ...input,
    id: ec2IdOf(blob.access, ports),
    blob: madeWith === null ? input.blob : JSON.stringify(boundBlob(blob, madeWith)),
    madeWith,
  }
}

const checkQuota = async (userId: string, { stores, ports }: CommandContext): Promise<void> => {
  const limit = ports.settings.credentialUserLimit
  if (limit !== undefined && (await stores.credentials.countOf(userId)) >= limit)
    throw domainError(
      'failed_precondition',
      'credential_limit',
      `A user can have at most ${limit} credentials. Delete one first.`,
    )
}
