import { command } from '../../kernel/operation.ts'
import { blobSeal } from './blobs.ts'

/**
 * Reseals at most `atMost` credentials with the primary key. Returns the number found under older keys; at 0 the older
 * keys are no longer needed. Servers can keep running meanwhile.
 */
export const resealCredentials = command({
  access: 'operator',
  // `reseal` skips a blob that changed meanwhile, so no stronger isolation is needed.
  isolation: 'read committed',
  apply: async ({ atMost }: { readonly atMost: number }, at): Promise<number> => {
    const { stores } = at
    const primary = Math.max(0, ...(await stores.keys.list('credentials')).map(({ index }) => index))
    const stale = await stores.credentials.sealedBefore(primary, atMost)
    const { open, seal } = await blobSeal(at)
    for (const sealed of stale)
      await stores.credentials.reseal(sealed.id, sealed.sealedBlob, seal(sealed.id, open(sealed).blob))
    return stale.length
  },
})
