import { query } from '../operation.ts'
import type { DuplicateName } from './name-store.ts'

/** Names that an administrator has to change: only the first of the owners is sure to be found by it. At most `limit`. */
export const findDuplicateNames = query({
  rule: 'operator',
  read: async (
    { limit }: { readonly limit: number },
    _found,
    { stores },
  ): Promise<readonly DuplicateName[]> => stores.names.duplicates(limit),
})
