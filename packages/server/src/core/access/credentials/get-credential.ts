import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { blobSeal } from './blobs.ts'
import type { Credential } from './credential.ts'
import { checkMayReadSecret } from './credential-access.ts'

/** Fetches a credential and opens its blob, or rejects with `not_found`. */
export const requireCredential = async (
  id: string,
  at: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<Credential> => {
  const sealed = await at.stores.credentials.get(id)
  if (!sealed) throw notFound('credential', id)
  return (await blobSeal(at)).open(sealed)
}

/** The attributes of a credential that rules can compare; the blob is not among them. */
export const credentialTarget = ({
  id,
  userId,
  projectId,
  type,
}: Pick<Credential, 'id' | 'userId' | 'projectId' | 'type'>) => ({
  target: { credential: { id, user_id: userId, project_id: projectId, type } },
})

export const getCredential = query({
  rule: 'identity:get_credential',
  load: ({ id }: { readonly id: string }, at) => requireCredential(id, at),
  target: (_input, credential) => credentialTarget(credential),
  read: async (_input, credential, at): Promise<Credential> => {
    await checkMayReadSecret(at.caller, credential, at)
    return credential
  },
})
