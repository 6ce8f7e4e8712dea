import type { OperationContext } from '../../kernel/operation.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import { blobSeal } from './blobs.ts'
import type { Credential } from './credential.ts'
import type { SealedCredential } from './credential-store.ts'

/** A limit that no user reaches; every credential is tried. */
const maxCredentials = 100

/** The credentials of a user of one type, with sealed blobs; the caller is not checked. */
export const sealedCredentialsOf = async (
  userId: string,
  type: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<readonly SealedCredential[]> => {
  const where = [eq('user_id' as const, userId), eq('type' as const, type)]
  return (await stores.credentials.list({ where, page: { limit: maxCredentials } })).rows
}

/** The same with opened blobs. */
export const credentialsOf = async (
  userId: string,
  type: string,
  at: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<readonly Credential[]> => {
  const rows = await sealedCredentialsOf(userId, type, at)
  return rows.length === 0 ? [] : rows.map((await blobSeal(at)).open)
}
