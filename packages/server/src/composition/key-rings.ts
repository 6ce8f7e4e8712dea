import { byPreference, type KeyStore, type RingKey } from '../core/kernel/keys/key-ring.ts'
import type { Keys } from '../core/kernel/ports.ts'
import { type FernetKey, parseFernetKey } from '../crypto/fernet.ts'
import { readKeyRepository } from '../crypto/key-repository.ts'

/** The key rings of tokens and receipts in memory; the primary key is the first of a ring. */
export type KeyRings = {
  readonly tokens: () => readonly FernetKey[]
  readonly receipts: () => readonly FernetKey[]
  /** Reads both rings. If it rejects, rings that were not read stay as they are. */
  readonly reload: () => Promise<void>
}

export type KeyRingParts = {
  readonly store: Pick<KeyStore, 'list'>
  readonly keys: Pick<Keys, 'open'>
  /** The folder of a Keystone server with the keys of tokens; absent: they are in the store. */
  readonly repository: string | undefined
}

const parsed = (ring: readonly RingKey[]) =>
  byPreference(ring).map(({ material }) => parseFernetKey(material))

export const makeKeyRings = ({ store, keys, repository }: KeyRingParts): KeyRings => {
  let tokens: readonly FernetKey[] = []
  let receipts: readonly FernetKey[] = []
  const stored = async (purpose: 'tokens' | 'receipts') => (await store.list(purpose)).map(keys.open)
  return {
    tokens: () => tokens,
    receipts: () => receipts,
    async reload() {
      tokens = parsed(repository === undefined ? await stored('tokens') : readKeyRepository(repository))
      receipts = parsed(await stored('receipts'))
    },
  }
}
