import type { Ports } from '../core/kernel/ports.ts'
import { certificates } from '../crypto/certificates.ts'
import { digests } from '../crypto/digests.ts'
import { generatedSecrets } from '../crypto/generated-secrets.ts'
import { sealer } from '../crypto/seal.ts'
import { sealedBlobs } from '../crypto/sealed-blobs.ts'
import { sealedKeys } from '../crypto/sealed-keys.ts'
import { sealedText } from '../crypto/sealed-text.ts'
import { isSecret, makeHexSecret, makeSecret, secretHash } from '../crypto/secret.ts'

export type CryptoPorts = Pick<
  Ports,
  'blobs' | 'certificates' | 'digests' | 'generatedSecrets' | 'keys' | 'sealing' | 'secrets'
>

/** The ports that need nothing but the master key. */
export const cryptoPorts = (masterKey: Uint8Array): CryptoPorts => {
  const sealing = sealer(masterKey)
  return {
    blobs: sealedBlobs(),
    certificates,
    digests,
    generatedSecrets: generatedSecrets(masterKey),
    keys: sealedKeys(sealing),
    sealing: sealedText(sealing),
    secrets: { make: makeSecret, is: isSecret, hash: secretHash, makeHex: makeHexSecret },
  }
}
