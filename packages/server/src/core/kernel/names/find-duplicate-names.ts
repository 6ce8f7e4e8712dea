import { query } from '../operation.ts'
import type { DuplicateName } from './name-store.ts'

/** Names that an administrator has to change, since only the first owner is found by the name. At most `limit`. */
export const findDuplicateNames = query({
  access: 'operator',
  read: async (
    { limit }: { readonly limit: number },
    _found,
    { stores },
  ): Promise<readonly DuplicateName[]> => stores.names.duplicates(limit),
})
