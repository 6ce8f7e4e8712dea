import { createHmac, hash as digest, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { bcryptInThread } from './bcrypt-thread.ts'
import type { PasswordCheck } from './password-check.ts'

// Limits against denial of service by imported hashes: a check at the limit takes two to three seconds.
const maxBcryptCost = 14
const maxScryptMemory = 256 * 1024 * 1024
const maxScryptParallelism = 16
const maxPbkdf2Rounds = 3_000_000

const runScrypt = promisify<Buffer, Buffer, number, object, Buffer>(scrypt)
const runPbkdf2 = promisify(pbkdf2)

/** passlib uses base64 without padding, and in older schemes `.` instead of `+`. */
const fromPasslib = (text: string): Buffer => Buffer.from(text.replaceAll('.', '+'), 'base64')

const bcryptAlphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** bcrypt uses base64 with another alphabet. */
const fromBcrypt = (text: string): Buffer =>
  Buffer.from(
    text.replace(/./g, (char) => base64Alphabet.charAt(bcryptAlphabet.indexOf(char))),
    'base64',
  )

const checkBcrypt = (cost: number, salt: string, expected: string): PasswordCheck | undefined => {
  if (cost < 4 || cost > maxBcryptCost) return undefined
  return async (password) =>
    timingSafeEqual(await bcryptInThread(password, fromBcrypt(salt), cost), fromBcrypt(expected))
}

const bcryptForm = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/

/** `$2b$12$<salt><digest>`; covers only the first 72 bytes of a password. */
export const readBcrypt = (hash: string): PasswordCheck | undefined => {
  const [, cost, salt, expected] = bcryptForm.exec(hash) ?? []
  return salt === undefined || expected === undefined ? undefined : checkBcrypt(Number(cost), salt, expected)
}

const bcryptSha256Form =
  /^\$bcrypt-sha256\$(?:(2[ab]),(\d{1,2})|v=2,t=2[ab],r=(\d{1,2}))\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/

/**
 * passlib's bcrypt_sha256, which covers long passwords completely. The input of bcrypt is the base64 of a digest of the
 * password: in version 2 (`v=2,t=2b,r=12`) an HMAC-SHA-256 with the salt's text as key, in version 1 (`2b,12`) SHA-256.
 */
export const readBcryptSha256 = (hash: string): PasswordCheck | undefined => {
  const [, first, firstCost, cost, salt, expected] = bcryptSha256Form.exec(hash) ?? []
  if (salt === undefined || expected === undefined) return undefined
  const check = checkBcrypt(Number(firstCost ?? cost), salt, expected)
  const shorten = (password: Buffer): string =>
    first === undefined
      ? createHmac('sha256', salt).update(password).digest('base64')
      : digest('sha256', password, 'base64')
  return check && ((password) => check(Buffer.from(shorten(password))))
}

const scryptForm =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/.]{0,128})\$([A-Za-z0-9+/.]{43})$/

/** `$scrypt$ln=16,r=8,p=1$<salt>$<digest>` of passlib and Keystone. */
export const readScrypt = (hash: string): PasswordCheck | undefined => {
  const [, logN, blockSize, parallelism, salt, expected] = scryptForm.exec(hash) ?? []
  if (salt === undefined || expected === undefined) return undefined
  const [N, r, p] = [2 ** Number(logN), Number(blockSize), Number(parallelism)]
  const memory = 128 * N * r
  if (N < 2 || r < 1 || p < 1 || p > maxScryptParallelism || memory * p > maxScryptMemory) return undefined
  return async (password) => {
    const found = await runScrypt(password, fromPasslib(salt), 32, {
      N,
      r,
      p,
      maxmem: memory * 2 + 1024 * r * p,
    })
    return timingSafeEqual(found, fromPasslib(expected))
  }
}

/** Digests by their name in the hash; the first has none. */
const pbkdf2Digests: Readonly<Record<string, readonly [digest: string, bytes: number]>> = {
  '': ['sha1', 20],
  '-sha1': ['sha1', 20],
  '-sha256': ['sha256', 32],
  '-sha512': ['sha512', 64],
}

const checkPbkdf2 = (
  digest: string,
  rounds: number,
  salt: Buffer,
  expected: Buffer,
): PasswordCheck | undefined => {
  if (rounds < 1 || rounds > maxPbkdf2Rounds || expected.length < 16 || expected.length > 64) return undefined
  return async (password) =>
    timingSafeEqual(await runPbkdf2(password, salt, rounds, expected.length, digest), expected)
}

const base64 = '[A-Za-z0-9+/.]'
const pbkdf2Form = new RegExp(
  `^\\$pbkdf2(|-sha1|-sha256|-sha512)\\$(?:i=(\\d{1,7})(?:,l=(\\d{1,3}))?|(\\d{1,7}))\\$(${base64}{0,128})\\$(${base64}{22,86})$`,
)

/**
 * `$pbkdf2-sha512$<rounds>$<salt>$<digest>` of passlib and Keystone, and the PHC string
 * `$pbkdf2-sha256$i=<rounds>,l=<bytes>$…`.
 */
export const readPbkdf2 = (hash: string): PasswordCheck | undefined => {
  const [, name = '', rounds, length, plain, salt, expected] = pbkdf2Form.exec(hash) ?? []
  const [digest, bytes] = pbkdf2Digests[name] ?? []
  if (salt === undefined || expected === undefined || digest === undefined) return undefined
  const found = fromPasslib(expected)
  const due = plain === undefined ? Number(length ?? found.length) : bytes
  return found.length === due
    ? checkPbkdf2(digest, Number(rounds ?? plain), fromPasslib(salt), found)
    : undefined
}

const djangoForm = /^pbkdf2_(sha1|sha256)\$(\d{1,7})\$([!-#%-~]{1,128})\$([A-Za-z0-9+/]{27,43}=)$/

/** `pbkdf2_sha256$<rounds>$<salt>$<digest>` of Django, with a plain text salt. */
export const readDjangoPbkdf2 = (hash: string): PasswordCheck | undefined => {
  const [, digest, rounds, salt, expected] = djangoForm.exec(hash) ?? []
  if (digest === undefined || salt === undefined || expected === undefined) return undefined
  return checkPbkdf2(digest, Number(rounds), Buffer.from(salt), Buffer.from(expected, 'base64'))
}
