const rounds = 16
const keyWords = rounds + 2
const boxWords = 4 * 256
const maxKeyLength = keyWords * 4

/** 1/x in radians as arc tangent, scaled by `one`. */
const arcTangentOfInverse = (x: bigint, one: bigint): bigint => {
  let sum = 0n
  let sign = 1n
  let power = one / x
  for (let n = 1n; power > 0n; n += 2n) {
    sum += (sign * power) / n
    power /= x * x
    sign = -sign
  }
  return sum
}

/** The initial state of Blowfish, the binary fraction digits of π: the P array, then the four S boxes. */
const digitsOfPi = (): Int32Array => {
  const guard = 64n
  const one = 1n << (BigInt((keyWords + boxWords) * 32) + guard)
  const pi = 16n * arcTangentOfInverse(5n, one) - 4n * arcTangentOfInverse(239n, one)
  const hex = ((pi - 3n * one) >> guard).toString(16)
  return Int32Array.from({ length: keyWords + boxWords }, (_, at) =>
    Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16),
  )
}

type State = { readonly p: Int32Array; readonly s: Int32Array }

/** An array member; the loops never exceed the bounds. */
const at = (words: Int32Array, index: number): number => words[index] as number

/** Encrypts two words of `block` in place. */
const encipher = ({ p, s }: State, block: Int32Array, from: number): void => {
  let left = at(block, from) ^ at(p, 0)
  let right = at(block, from + 1)
  for (let n = 1; n <= rounds; n += 2) {
    right ^=
      (((at(s, left >>> 24) + at(s, 256 + ((left >>> 16) & 255))) ^ at(s, 512 + ((left >>> 8) & 255))) +
        at(s, 768 + (left & 255))) ^
      at(p, n)
    left ^=
      (((at(s, right >>> 24) + at(s, 256 + ((right >>> 16) & 255))) ^ at(s, 512 + ((right >>> 8) & 255))) +
        at(s, 768 + (right & 255))) ^
      at(p, n + 1)
  }
  block[from] = right ^ at(p, rounds + 1)
  block[from + 1] = left
}

/** The key expansion of Blowfish, with the salt of bcrypt if there is one. */
const expandKey = (state: State, key: Int32Array, salt?: Int32Array): void => {
  const block = new Int32Array(2)
  let word = 0
  for (let n = 0; n < keyWords; n++) state.p[n] = at(state.p, n) ^ at(key, n % key.length)
  for (const target of [state.p, state.s]) {
    for (let n = 0; n < target.length; n += 2) {
      if (salt !== undefined) {
        block[0] = at(block, 0) ^ at(salt, word++ % salt.length)
        block[1] = at(block, 1) ^ at(salt, word++ % salt.length)
      }
      encipher(state, block, 0)
      target[n] = at(block, 0)
      target[n + 1] = at(block, 1)
    }
  }
}

const toWords = (bytes: Buffer): Int32Array =>
  Int32Array.from({ length: bytes.length / 4 }, (_, n) => bytes.readInt32BE(n * 4))

/**
 * The 23 bytes of a bcrypt digest (Provos and Mazières, "A Future-Adaptable Password Scheme"), variants
 * 2a, 2b and 2y. Only the first 72 bytes of the password are used, as always with bcrypt; NUL bytes are regular bytes.
 * `salt`: 16 bytes. Blocks its thread for 2^cost steps.
 */
export const bcrypt = (password: Uint8Array, salt: Uint8Array, cost: number): Buffer => {
  const cycle = Buffer.alloc(
    maxKeyLength,
    Buffer.concat([password.subarray(0, maxKeyLength), Buffer.alloc(1)]),
  )
  const key = toWords(cycle)
  const saltWords = toWords(Buffer.from(salt))
  const digits = digitsOfPi()
  const state: State = { p: digits.slice(0, keyWords), s: digits.slice(keyWords) }

  expandKey(state, key, saltWords)
  for (let n = 0; n < 2 ** cost; n++) {
    expandKey(state, key)
    expandKey(state, saltWords)
  }
  const digest = toWords(Buffer.from('OrpheanBeholderScryDoubt'))
  for (let from = 0; from < digest.length; from += 2)
    for (let n = 0; n < 64; n++) encipher(state, digest, from)
  const bytes = Buffer.alloc(digest.length * 4)
  digest.forEach((word, n) => {
    bytes.writeInt32BE(word, n * 4)
  })
  return bytes.subarray(0, 23)
}
