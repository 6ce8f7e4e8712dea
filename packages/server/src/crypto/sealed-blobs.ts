import { byPreference, type RingKey } from '../core/kernel/keys/key-ring.ts'
import type { Blobs } from '../core/kernel/ports.ts'
import { SealBroken, type Sealer, sealer } from './seal.ts'

/** Maximum number of cached sealers: enough for one ring before and after a rotation. */
const maxKnown = 8

/** AES-256-GCM with the keys of a ring, bound to the id of the owner, so that blobs of rows cannot be exchanged. */
export const sealedBlobs = (): Blobs => {
  const known = new Map<string, Sealer>()
  const sealerOf = ({ material }: RingKey): Sealer => {
    const kept = known.get(material)
    if (kept) return kept
    const made = sealer(Buffer.from(material, 'base64url'))
    if (known.size >= maxKnown) known.clear()
    known.set(material, made)
    return made
  }
  const purpose = (id: string) => `credential ${id}`
  return {
    seal(ring, id, plain) {
      const [primary] = byPreference(ring)
      if (!primary || primary.index === 0) throw new Error('The key ring of credentials is empty.')
      return { sealedBlob: sealerOf(primary).seal(purpose(id), Buffer.from(plain)), keyIndex: primary.index }
    },
    open(ring, id, { sealedBlob, keyIndex }) {
      const key = ring.find(({ index }) => index === keyIndex)
      if (!key) throw new SealBroken(`The key ring has no key ${keyIndex}, which sealed this credential.`)
      return Buffer.from(sealerOf(key).open(purpose(id), sealedBlob)).toString()
    },
  }
}
