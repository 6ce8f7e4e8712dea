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

/** Bytes of UTF-8. Longer input never reaches a hash (T76). */
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
 * The whole password in UTF-8, NUL and all. Undefined if it is too long, or has a lone surrogate: UTF-8 has
 * none, and its stand-in would make different passwords equal.
 */
const passwordBytes = (password: string): Buffer | undefined => {
  if (password.length > maxPasswordBytes || !password.isWellFormed()) return undefined
  const bytes = Buffer.from(password)
  return bytes.length > maxPasswordBytes ? undefined : bytes
}

/** Whether `hashPassword` takes it. */
export const isHashable = (password: string): boolean => passwordBytes(password) !== undefined

/**
 * argon2id under a new salt, as a PHC string. Never shortens the password.
 * @throws RangeError when the password exceeds `maxPasswordBytes` or is not Unicode text
 */
export const hashPassword = async (
  password: string,
  cost: Argon2Cost = defaultArgon2Cost,
): Promise<string> => {
  const bytes = passwordBytes(password)
  if (bytes === undefined)
    throw new RangeError(`A password is Unicode text of at most ${maxPasswordBytes} bytes.`)
  return hashWithArgon2(bytes, cost)
}

/**
 * `hash`: ours, or imported: argon2, bcrypt, bcrypt_sha256, scrypt, PBKDF2 (docs/import-export.md). False for any other
 * text, and for passwords that `hashPassword` would refuse.
 */
export const verifyPassword = async (password: string, hash: string): Promise<boolean> => {
  const bytes = passwordBytes(password)
  const check = readHash(hash)
  if (bytes === undefined || check === undefined) return false
  return check(bytes)
}

/** Whether a hash that was just verified should be replaced by a new one. */
export const needsRehash = (hash: string, cost: Argon2Cost = defaultArgon2Cost): boolean =>
  !isArgon2Of(hash, cost)

/** Whether `verifyPassword` can read it. Imports should refuse hashes that nothing will ever match. */
export const isKnownHash = (hash: string): boolean => readHash(hash) !== undefined
