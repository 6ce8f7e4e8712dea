import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { PasswordCheck } from './password-check.ts'

/** Memory in KiB. */
export type Argon2Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number }

/** OWASP ASVS 5.0, appendix C: two passes over at least 19 MiB. */
export const defaultArgon2Cost: Argon2Cost = { memory: 19_456, passes: 2, parallelism: 1 }

const saltLength = 16
const digestLength = 32
// Limits for imported hashes, which could otherwise be used for denial of service.
const most: Argon2Cost = { memory: 262_144, passes: 16, parallelism: 16 }
/** KiB times passes: about two seconds of one core. */
const mostWork = 1_048_576

const derive = promisify(argon2)

type Variant = 'argon2d' | 'argon2i' | 'argon2id'

const digestOf = (
  password: Buffer,
  salt: Buffer,
  cost: Argon2Cost,
  tagLength: number,
  variant: Variant = 'argon2id',
): Promise<Buffer> => derive(variant, { message: password, nonce: salt, tagLength, ...cost })

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

const format = (cost: Argon2Cost, salt: Buffer, digest: Buffer): string =>
  `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(digest)}`

const form =
  /^\$(argon2(?:id|i|d))\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/

const parse = (hash: string) => {
  const [, variant, memory, passes, parallelism, salt, digest] = form.exec(hash) ?? []
  if (salt === undefined || digest === undefined) return undefined
  const cost: Argon2Cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  }
  if (cost.parallelism < 1 || cost.parallelism > most.parallelism) return undefined
  if (cost.passes < 1 || cost.passes > most.passes) return undefined
  if (cost.memory < 8 * cost.parallelism || cost.memory > most.memory) return undefined
  if (cost.memory * cost.passes > mostWork) return undefined
  return {
    variant: variant as Variant,
    cost,
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  }
}

/** A PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$digest`. */
export const hashWithArgon2 = async (password: Buffer, cost: Argon2Cost): Promise<string> => {
  const salt = randomBytes(saltLength)
  return format(cost, salt, await digestOf(password, salt, cost, digestLength))
}

/** A hash that no password matches, at the cost of a regular check. */
export const unmatchableArgon2 = (cost: Argon2Cost): string =>
  format(cost, randomBytes(saltLength), randomBytes(digestLength))

export const readArgon2 = (hash: string): PasswordCheck | undefined => {
  const parsed = parse(hash)
  if (parsed === undefined) return undefined
  const { variant, cost, salt, digest } = parsed
  return async (password) =>
    timingSafeEqual(await digestOf(password, salt, cost, digest.length, variant), digest)
}

/** Whether `hash` has the current parameters. */
export const isArgon2Of = (hash: string, cost: Argon2Cost): boolean => {
  const parsed = parse(hash)
  return (
    parsed?.variant === 'argon2id' &&
    parsed.digest.length === digestLength &&
    parsed.cost.memory === cost.memory &&
    parsed.cost.passes === cost.passes &&
    parsed.cost.parallelism === cost.parallelism
  )
}
