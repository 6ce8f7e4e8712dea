import { command } from '../../kernel/operation.ts'
import { blobSeal } from './blobs.ts'

/**
 * Seals some of the credentials that an older key sealed with the primary one. Answers how many they were: none,
 * and the older keys are no longer needed. Servers go on working meanwhile.
 */
export const resealCredentials = command({
  rule: 'operator',
  // A blob that somebody changes meanwhile is left to them: nothing else has to hold, so nobody is made to wait.
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
