import {
  type Argon2Cost,
  defaultArgon2Cost,
  hashWithArgon2,
  isArgon2Of,
  readArgon2,
} from './password-argon2.ts'
import type { PasswordCheck } from './password-check.ts'
import {
  readBcrypt,
  readBcryptSha256,
  readDjangoPbkdf2,
  readPbkdf2,
  readScrypt,
} from './password-imported.ts'

/** Maximum length in UTF-8 bytes. Longer input is never hashed (T76). */
export const maxPasswordBytes = 4096
const maxHashLength = 512

const readers = [readArgon2, readBcrypt, readBcryptSha256, readScrypt, readPbkdf2, readDjangoPbkdf2]

const readHash = (hash: string): PasswordCheck | undefined => {
  if (hash.length > maxHashLength) return undefined
  for (const read of readers) {
    const check = read(hash)
    if (check !== undefined) return check
  }
  return undefined
}

/**
 * The complete password in UTF-8, including NUL. Undefined if it is too long or contains a lone surrogate, whose
 * replacement character would make different passwords equal.
 */
const passwordBytes = (password: string): Buffer | undefined => {
  if (password.length > maxPasswordBytes || !password.isWellFormed()) return undefined
  const bytes = Buffer.from(password)
  return bytes.length > maxPasswordBytes ? undefined : bytes
}

/** Whether `hashPassword` accepts the password. */
export const isHashable = (password: string): boolean => passwordBytes(password) !== undefined

/**
 * Hashes with argon2id and a new salt, as a PHC string. Never truncates the password.
 * @throws RangeError if the password exceeds `maxPasswordBytes` or is not Unicode text
 */
export const hashPassword = async (
  password: string,
  cost: Argon2Cost = defaultArgon2Cost,
): Promise<string> => {
  const bytes = passwordBytes(password)
  if (bytes === undefined)
    throw new RangeError(`A password must be Unicode text of at most ${maxPasswordBytes} bytes.`)
  return hashWithArgon2(bytes, cost)
}

/**
 * `hash`: created here or imported: argon2, bcrypt, bcrypt_sha256, scrypt, PBKDF2 (docs/import-export.md). False for any
 * other text, and for passwords that `hashPassword` rejects.
 */
export const verifyPassword = async (password: string, hash: string): Promise<boolean> => {
  const bytes = passwordBytes(password)
  const check = readHash(hash)
  if (bytes === undefined || check === undefined) return false
  return check(bytes)
}

/** Whether a verified hash should be replaced by a new one. */
export const needsRehash = (hash: string, cost: Argon2Cost = defaultArgon2Cost): boolean =>
  !isArgon2Of(hash, cost)

/** Whether `verifyPassword` supports the hash. Imports reject other hashes, because they would never match. */
export const isKnownHash = (hash: string): boolean => readHash(hash) !== undefined
