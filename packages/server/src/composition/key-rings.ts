import type { Config } from '../config/settings-table.ts'
import { byPreference, type KeyPurpose, type KeyStore, type RingKey } from '../core/kernel/keys/key-ring.ts'
import type { Keys } from '../core/kernel/ports.ts'
import { type FernetKey, parseFernetKey } from '../crypto/fernet.ts'
import { type JwsKey, parseJwsKey } from '../crypto/jws.ts'
import { readJwsRepository, readKeyRepository } from '../crypto/key-repository.ts'

/** The rings of tokens that Muster keeps and rotates itself. */
export const ownTokenRings = ({
  token_format,
  token_key_repository,
  token_jws_key_repository,
}: Config): readonly KeyPurpose[] => [
  ...(token_key_repository === undefined ? (['tokens'] as const) : []),
  ...(token_format === 'jws' && token_jws_key_repository === undefined
    ? (['token_signatures'] as const)
    : []),
]

/** The key rings of tokens and receipts in memory; the primary key is the first of a ring. */
export type KeyRings = {
  readonly tokens: () => readonly FernetKey[]
  readonly tokenSignatures: () => readonly JwsKey[]
  readonly receipts: () => readonly FernetKey[]
  /** Reads all rings. If it rejects, rings that were not read stay as they are. */
  readonly reload: () => Promise<void>
}

export type KeyRingParts = {
  readonly store: Pick<KeyStore, 'list'>
  readonly keys: Pick<Keys, 'open'>
  /** The folder of a Keystone server with the Fernet keys of tokens; absent: they are in the store. */
  readonly repository: string | undefined
  /** The folder of a Keystone server with the JWS keys of tokens; absent: they are in the store. */
  readonly jwsRepository: string | undefined
}

const materials = (ring: readonly RingKey[]) => byPreference(ring).map(({ material }) => material)

export const makeKeyRings = ({ store, keys, repository, jwsRepository }: KeyRingParts): KeyRings => {
  let tokens: readonly FernetKey[] = []
  let tokenSignatures: readonly JwsKey[] = []
  let receipts: readonly FernetKey[] = []
  const stored = async (purpose: KeyPurpose) => materials((await store.list(purpose)).map(keys.open))
  return {
    tokens: () => tokens,
    tokenSignatures: () => tokenSignatures,
    receipts: () => receipts,
    async reload() {
      const fernet =
        repository === undefined ? await stored('tokens') : materials(readKeyRepository(repository))
      const jws =
        jwsRepository === undefined ? await stored('token_signatures') : readJwsRepository(jwsRepository)
      tokens = fernet.map(parseFernetKey)
      tokenSignatures = jws.map(parseJwsKey)
      receipts = (await stored('receipts')).map(parseFernetKey)
    },
  }
}
