import { command } from '../operation.ts'
import { newRing, rotateRing } from './key-ring.ts'
import type { KeyPurpose } from './key-store.ts'

/** Makes the ring when there is none. Answers whether it did. */
export const ensureKeys = command({
  rule: 'operator',
  apply: async ({ purpose }: { readonly purpose: KeyPurpose }, { stores, ports, record }): Promise<boolean> => {
    if ((await stores.keys.list(purpose)).length > 0) return false
    await stores.keys.replace(purpose, newRing(ports.keys.make).map(ports.keys.seal(purpose)))
    record({ kind: 'keys.made', subject: { type: 'keys', id: purpose }, touches: ['keys'] })
    return true
  },
})

/** Promotes the staged key and stages a new one; tokens sealed by the keys that stay remain valid. */
export const rotateKeys = command({
  rule: 'operator',
  apply: async ({ purpose }: { readonly purpose: KeyPurpose }, { stores, ports, record }) => {
    const ring = (await stores.keys.list(purpose)).map(ports.keys.open)
    const rotated = rotateRing(ring, ports.keys.make, ports.settings.maxActiveKeys)
    await stores.keys.replace(purpose, rotated.map(ports.keys.seal(purpose)))
    record({ kind: 'keys.rotated', subject: { type: 'keys', id: purpose }, touches: ['keys'] })
    const indexes = rotated.map((key) => key.index)
    return { primary: Math.max(...indexes), active: indexes.length }
  },
})
