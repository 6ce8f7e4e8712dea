import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { blobSeal } from './blobs.ts'
import type { Credential } from './credential.ts'
import { checkMayReadSecret } from './lent-reach.ts'

/** Fetches a credential and opens its blob, or refuses `not_found`. */
export const theCredential = async (id: string, at: Pick<At, 'stores' | 'ports'>): Promise<Credential> => {
  const sealed = await at.stores.credentials.get(id)
  if (!sealed) throw notFound('credential', id)
  return (await blobSeal(at)).open(sealed)
}

/** What rules may compare of a credential: never its blob. */
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
  load: ({ id }: { readonly id: string }, at) => theCredential(id, at),
  target: (_input, credential) => credentialTarget(credential),
  read: async (_input, credential, at): Promise<Credential> => {
    await checkMayReadSecret(at.caller, credential, at)
    return credential
  },
})
