import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** A sealed secret that cannot be opened; `message` gives the reason and never contains the secret. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/**
 * Encrypts secrets at rest. `purpose` names the kind of secret (`fernet-key`, `totp-seed`); a secret sealed for one
 * purpose does not open for another. `open` throws SealBroken.
 */
export type Sealer = {
  seal(purpose: string, plain: Uint8Array): string
  open(purpose: string, sealed: string): Uint8Array
}

const version = 'sealed1'
const nonceLength = 12
const tagLength = 16
const maxKnownPurposes = 64

/**
 * AES-256-GCM with a key derived for each purpose (HKDF-SHA-256, RFC 5869) and the purpose as associated data. Format:
 * `sealed1.<fingerprint of the master key>.<nonce, cipher text, tag in base64url>`; the fingerprint distinguishes another
 * master key from damaged text.
 * @throws RangeError if the master key has fewer than 32 bytes
 */
export const sealer = (masterKey: Uint8Array): Sealer => {
  if (masterKey.length < 32) throw new RangeError('The master key must have at least 32 bytes.')
  const master = createSecretKey(masterKey)
  const derive = (label: string, length: number) =>
    Buffer.from(hkdfSync('sha256', master, '', `muster ${version} ${label}`, length))
  const start = `${version}.${derive('mark', 6).toString('base64url')}.`
  const keys = new Map<string, KeyObject>()

  const keyFor = (purpose: string): KeyObject => {
    const known = keys.get(purpose)
    if (known !== undefined) return known
    const key = createSecretKey(derive(`purpose ${purpose}`, 32))
    if (keys.size >= maxKnownPurposes) keys.clear()
    keys.set(purpose, key)
    return key
  }

  return {
    seal(purpose, plain) {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce).setAAD(Buffer.from(purpose))
      const blocks = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]
      return start + Buffer.concat(blocks).toString('base64url')
    },
    open(purpose, sealed) {
      if (!sealed.startsWith(`${version}.`)) throw new SealBroken('This is not a sealed secret.')
      if (!sealed.startsWith(start))
        throw new SealBroken(
          'The data is encrypted with another master key. Start with the original key: the file master.key in the data folder, or MUSTER_MASTER_KEY.',
        )
      const text = sealed.slice(start.length)
      const bytes = Buffer.from(text, 'base64url')
      if (bytes.length < nonceLength + tagLength || bytes.toString('base64url') !== text)
        throw new SealBroken('This sealed secret is damaged.')
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, nonceLength), {
        authTagLength: tagLength,
      })
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-tagLength))
      const plain = decipher.update(bytes.subarray(nonceLength, -tagLength))
      try {
        decipher.final()
      } catch {
        throw new SealBroken('This sealed secret was altered or sealed for another purpose.')
      }
      return plain
    },
  }
}
