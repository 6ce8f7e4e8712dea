import type { OperationContext } from '../../kernel/operation.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import { blobSeal } from './blobs.ts'
import type { Credential } from './credential.ts'

/** More of one type than anybody has; every one of them is tried. */
const maxCredentials = 100

/** A user's credentials of one type with their blobs open: for proving who the user is, whoever asks. */
export const credentialsOf = async (
  userId: string,
  type: string,
  at: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<readonly Credential[]> => {
  const where = [eq('user_id' as const, userId), eq('type' as const, type)]
  const { rows } = await at.stores.credentials.list({ where, page: { limit: maxCredentials } })
  return rows.length === 0 ? [] : rows.map((await blobSeal(at)).open)
}
