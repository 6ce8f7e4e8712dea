import type { OperationContext } from '../../kernel/operation.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import { blobSeal } from './blobs.ts'
import type { Credential } from './credential.ts'

/** A limit that no user reaches; every credential is tried. */
const maxCredentials = 100

/** The credentials of a user of one type, with opened blobs; the caller is not checked. */
export const credentialsOf = async (
  userId: string,
  type: string,
  at: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<readonly Credential[]> => {
  const where = [eq('user_id' as const, userId), eq('type' as const, type)]
  const { rows } = await at.stores.credentials.list({ where, page: { limit: maxCredentials } })
  return rows.length === 0 ? [] : rows.map((await blobSeal(at)).open)
}
