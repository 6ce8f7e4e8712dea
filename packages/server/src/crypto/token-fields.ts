import type { MsgpackInput, MsgpackValue } from './msgpack.ts'

/**
 * The encoding of one field in a payload. `read` returns undefined if the value is invalid, and null if the field is
 * present but empty. `write` throws RangeError for a value that cannot be encoded. `order`: the authentication methods;
 * the n-th has bit 2ⁿ.
 */
export type FieldCodec<T> = {
  write(value: T, order: readonly string[]): MsgpackInput
  read(raw: MsgpackValue | undefined, order: readonly string[]): T | null | undefined
}

const uuidForm = /^[0-9a-f]{32}$/
const auditIdForm = /^[A-Za-z0-9_-]{21}[AQgw]$/
/** The last second of the year 9999, the maximum of ISO times. */
export const latestTime = 253_402_300_799
/** 16 bytes in base64url. */
export const isAuditId = (value: unknown): value is string =>
  typeof value === 'string' && auditIdForm.test(value)

/** The maximum for bit operations. */
const maxMethods = 31

const isList = (raw: MsgpackValue | undefined): raw is readonly MsgpackValue[] => Array.isArray(raw)

const readText = (raw: MsgpackValue | undefined): string | undefined => {
  if (typeof raw === 'string') return raw
  if (!Buffer.isBuffer(raw)) return undefined
  const text = raw.toString()
  return Buffer.from(text).equals(raw) ? text : undefined
}

/** Sixteen bytes; old msgpack encoded them as text, and some are valid text. */
const readSixteen = (raw: MsgpackValue | undefined, encoding: 'hex' | 'base64url'): string | undefined => {
  const bytes = typeof raw === 'string' ? Buffer.from(raw) : raw
  return Buffer.isBuffer(bytes) && bytes.length === 16 ? bytes.toString(encoding) : undefined
}

const writeSixteen = (text: string, form: RegExp, encoding: 'hex' | 'base64url'): Buffer => {
  if (!form.test(text)) throw new RangeError('This id cannot be encoded as 16 bytes.')
  return Buffer.from(text, encoding)
}

/** `[true, 16 bytes]` for 32 hex digits, otherwise `[false, text]`. */
export const id: FieldCodec<string> = {
  write: (value) => (uuidForm.test(value) ? [true, Buffer.from(value, 'hex')] : [false, value]),
  read: (raw) => {
    if (!isList(raw) || raw.length !== 2) return undefined
    if (raw[0] === true) return readSixteen(raw[1], 'hex')
    return raw[0] === false ? readText(raw[1]) : undefined
  },
}

/** Like `id`, or `[false, nil]` without one. */
export const optionalId: FieldCodec<string | undefined> = {
  write: (value, order) => (value === undefined ? [false, null] : id.write(value, order)),
  read: (raw, order) =>
    isList(raw) && raw.length === 2 && raw[0] === false && raw[1] === null ? null : id.read(raw, order),
}

/** The 16 bytes without a flag. */
export const uuid: FieldCodec<string> = {
  write: (value) => writeSixteen(value, uuidForm, 'hex'),
  read: (raw) => readSixteen(raw, 'hex'),
}

/** The 16 bytes without a flag, or text for an id such as `default`. */
export const bareId: FieldCodec<string> = {
  write: (value) => (uuidForm.test(value) ? Buffer.from(value, 'hex') : value),
  read: (raw) => (Buffer.isBuffer(raw) && raw.length === 16 ? raw.toString('hex') : readText(raw)),
}

/** `[false, text]` for any text. */
export const textPair: FieldCodec<string> = {
  write: (value) => [false, value],
  read: (raw) => (isList(raw) && raw.length === 2 && raw[0] === false ? readText(raw[1]) : undefined),
}

export const text: FieldCodec<string> = { write: (value) => value, read: readText }

/** Text that is constant for a kind of token. */
export const constant = (word: string): FieldCodec<unknown> => ({
  write: () => word,
  read: (raw) => (readText(raw) === word ? null : undefined),
})

/** Unix seconds with an optional fraction; always a float. */
export const time: FieldCodec<number> = {
  write: (value) => {
    if (!(value >= 0 && value <= latestTime)) throw new RangeError('This expiry is not a valid time.')
    return { float64: value }
  },
  read: (raw) => (typeof raw === 'number' && raw >= 0 && raw <= latestTime ? raw : undefined),
}

const listOf = <T>(member: FieldCodec<T>, least: number, most: number): FieldCodec<readonly T[]> => ({
  write: (values, order) => {
    if (values.length < least || values.length > most) throw new RangeError('Too few or too many entries.')
    return values.map((value) => member.write(value, order))
  },
  read: (raw, order) => {
    if (!isList(raw) || raw.length < least || raw.length > most) return undefined
    const values: T[] = []
    for (const entry of raw) {
      const value = member.read(entry, order)
      if (value === undefined || value === null) return undefined
      values.push(value)
    }
    return values
  },
})

export const ids = listOf(id, 0, Number.POSITIVE_INFINITY)

/** The audit id of the token, then the root of its chain if it was issued for another token (keystone.md 6.6). */
export const auditIds = listOf<string>(
  {
    write: (value) => writeSixteen(value, auditIdForm, 'base64url'),
    read: (raw) => readSixteen(raw, 'base64url'),
  },
  1,
  2,
)

/** A sum of bits, decoded from the highest bit down like in Keystone, so that `token` precedes `password`. */
export const methods: FieldCodec<readonly string[]> = {
  write: (names, order) => {
    let bits = 0
    for (const name of names) {
      const bit = order.indexOf(name)
      if (bit < 0 || bit >= maxMethods) throw new RangeError(`The method "${name}" has no bit in tokens.`)
      bits |= 1 << bit
    }
    return bits
  },
  read: (raw, order) => {
    if (typeof raw !== 'number' || !Number.isInteger(raw) || raw < 0) return undefined
    if (raw >= 2 ** Math.min(order.length, maxMethods)) return undefined
    return order.filter((_, bit) => bit < maxMethods && (raw & (1 << bit)) !== 0).reverse()
  },
}
