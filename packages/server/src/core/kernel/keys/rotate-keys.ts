import { domainError } from '../domain-error.ts'
import type { CacheKey } from '../events/cache-key.ts'
import { command } from '../operation.ts'
import type { Stores } from '../stores.ts'
import { type KeyPurpose, newRing, rotateRing } from './key-ring.ts'

/** Servers cache every ring but that of credentials, which is read at each use. */
const cacheKeysOf = (purpose: KeyPurpose): readonly CacheKey[] => (purpose === 'credentials' ? [] : ['keys'])

/** Rejects with `failed_precondition` when a dropped key still seals credentials, which would be lost. */
const assertKeysUnused = async (
  kept: readonly number[],
  { credentials }: Pick<Stores, 'credentials'>,
): Promise<void> => {
  const oldest = Math.min(...kept.filter((index) => index > 0))
  if ((await credentials.sealedBefore(oldest, 1)).length > 0)
    throw domainError(
      'failed_precondition',
      'key_in_use',
      'Credentials are still encrypted with the oldest key. Run `muster keys rotate --credentials` again.',
    )
}

/** Creates the ring if it does not exist. Returns whether it was created. */
export const ensureKeys = command({
  access: 'operator',
  apply: async (
    { purpose }: { readonly purpose: KeyPurpose },
    { stores, ports, record },
  ): Promise<boolean> => {
    if ((await stores.keys.list(purpose)).length > 0) return false
    await stores.keys.replace(purpose, newRing(() => ports.keys.make(purpose)).map(ports.keys.seal(purpose)))
    record({ kind: 'keys.made', subject: { type: 'keys', id: purpose }, invalidates: cacheKeysOf(purpose) })
    return true
  },
})

/** Promotes the staged key and stages a new one. Tokens sealed by the remaining keys stay valid. */
export const rotateKeys = command({
  access: 'operator',
  apply: async ({ purpose }: { readonly purpose: KeyPurpose }, { stores, ports, record }) => {
    const ring = (await stores.keys.list(purpose)).map(ports.keys.open)
    const rotated = rotateRing(ring, () => ports.keys.make(purpose), ports.settings.maxActiveKeys)
    const indexes = rotated.map((key) => key.index)
    if (purpose === 'credentials') await assertKeysUnused(indexes, stores)
    await stores.keys.replace(purpose, rotated.map(ports.keys.seal(purpose)))
    record({
      kind: 'keys.rotated',
      subject: { type: 'keys', id: purpose },
      invalidates: cacheKeysOf(purpose),
    })
    return { primary: Math.max(...indexes), active: indexes.length }
  },
})
