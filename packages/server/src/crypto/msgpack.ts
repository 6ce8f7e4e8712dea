import { isUtf8 } from 'node:buffer'

/** A number that is encoded as a float even if it is whole. */
export type Float64 = { readonly float64: number }

export type MsgpackInput = null | boolean | number | string | Uint8Array | Float64 | readonly MsgpackInput[]

/** Text that is not UTF-8 is decoded as bytes: before version 1, msgpack encoded bytes with the text type. */
export type MsgpackValue = null | boolean | number | string | Buffer | readonly MsgpackValue[]

const maxDepth = 8

type Sink = { bytes: Buffer; at: number }

/** The offset for the next `length` bytes. */
const reserve = (sink: Sink, length: number): number => {
  const start = sink.at
  sink.at += length
  if (sink.at > sink.bytes.length) {
    const bigger = Buffer.allocUnsafe(sink.at * 2)
    sink.bytes.copy(bigger, 0, 0, start)
    sink.bytes = bigger
  }
  return start
}

const writeType = (sink: Sink, type: number): void => {
  const start = reserve(sink, 1)
  sink.bytes[start] = type
}

const writeUnsigned = (sink: Sink, type: number, value: number, width: 1 | 2 | 4): void => {
  writeType(sink, type)
  const start = reserve(sink, width)
  sink.bytes.writeUIntBE(value, start, width)
}

const writeSigned = (sink: Sink, type: number, value: number, width: 1 | 2 | 4): void => {
  writeType(sink, type)
  const start = reserve(sink, width)
  sink.bytes.writeIntBE(value, start, width)
}

const writeLong = (sink: Sink, type: number, value: number): void => {
  writeType(sink, type)
  const start = reserve(sink, 8)
  sink.bytes.writeBigInt64BE(BigInt(value), start)
}

const writeInteger = (sink: Sink, value: number): void => {
  if (!Number.isSafeInteger(value))
    throw new RangeError('Only safe integers can be encoded; wrap other numbers in float64.')
  if (value >= -0x20 && value < 0x80) writeType(sink, value & 0xff)
  else if (value > 0xffff_ffff) writeLong(sink, 0xcf, value)
  else if (value > 0xffff) writeUnsigned(sink, 0xce, value, 4)
  else if (value > 0xff) writeUnsigned(sink, 0xcd, value, 2)
  else if (value > 0) writeUnsigned(sink, 0xcc, value, 1)
  else if (value >= -0x80) writeSigned(sink, 0xd0, value, 1)
  else if (value >= -0x8000) writeSigned(sink, 0xd1, value, 2)
  else if (value >= -0x8000_0000) writeSigned(sink, 0xd2, value, 4)
  else writeLong(sink, 0xd3, value)
}

/** The type bytes by length: `fixed` includes lengths below `limit`; arrays have no `eight`. */
type Lengths = { fixed: number; limit: number; eight?: number; sixteen: number; thirtyTwo: number }
const textLengths: Lengths = { fixed: 0xa0, limit: 32, eight: 0xd9, sixteen: 0xda, thirtyTwo: 0xdb }
const byteLengths: Lengths = { fixed: 0, limit: 0, eight: 0xc4, sixteen: 0xc5, thirtyTwo: 0xc6 }
const arrayLengths: Lengths = { fixed: 0x90, limit: 16, sixteen: 0xdc, thirtyTwo: 0xdd }

const writeLength = (sink: Sink, types: Lengths, length: number): void => {
  if (length < types.limit) writeType(sink, types.fixed | length)
  else if (types.eight !== undefined && length <= 0xff) writeUnsigned(sink, types.eight, length, 1)
  else if (length <= 0xffff) writeUnsigned(sink, types.sixteen, length, 2)
  else writeUnsigned(sink, types.thirtyTwo, length, 4)
}

const writeText = (sink: Sink, value: string): void => {
  if (!value.isWellFormed()) throw new RangeError('Text with a lone surrogate cannot be encoded as UTF-8.')
  const length = Buffer.byteLength(value)
  writeLength(sink, textLengths, length)
  const start = reserve(sink, length)
  sink.bytes.write(value, start)
}

const writeBytes = (sink: Sink, value: Uint8Array): void => {
  writeLength(sink, byteLengths, value.length)
  const start = reserve(sink, value.length)
  sink.bytes.set(value, start)
}

const writeFloat = (sink: Sink, value: number): void => {
  writeType(sink, 0xcb)
  const start = reserve(sink, 8)
  sink.bytes.writeDoubleBE(value, start)
}

const write = (sink: Sink, value: MsgpackInput): void => {
  if (value === null) writeType(sink, 0xc0)
  else if (typeof value === 'boolean') writeType(sink, value ? 0xc3 : 0xc2)
  else if (typeof value === 'number') writeInteger(sink, value)
  else if (typeof value === 'string') writeText(sink, value)
  else if (value instanceof Uint8Array) writeBytes(sink, value)
  else if ('float64' in value) writeFloat(sink, value.float64)
  else {
    writeLength(sink, arrayLengths, value.length)
    for (const member of value) write(sink, member)
  }
}

/**
 * Encodes like Python's `msgpack.packb` by default: the shortest form of everything, with separate types for text and
 * bytes (msgpack specification, `use_bin_type=True`).
 * @throws RangeError for a number that is neither a safe integer nor wrapped, or text with a lone surrogate
 */
export const encodeMsgpack = (value: MsgpackInput): Buffer => {
  const sink: Sink = { bytes: Buffer.allocUnsafe(256), at: 0 }
  write(sink, value)
  return sink.bytes.subarray(0, sink.at)
}

const malformed = new RangeError('malformed msgpack')

type Cursor = { readonly bytes: Buffer; at: number }

const take = (cursor: Cursor, length: number): number => {
  const start = cursor.at
  cursor.at = start + length
  if (cursor.at > cursor.bytes.length) throw malformed
  return start
}

const takeNumber = (cursor: Cursor, width: 1 | 2 | 4): number =>
  cursor.bytes.readUIntBE(take(cursor, width), width)

const takeBytes = (cursor: Cursor, length: number): Buffer => {
  const start = take(cursor, length)
  return cursor.bytes.subarray(start, start + length)
}

const takeText = (cursor: Cursor, length: number): string | Buffer => {
  const bytes = takeBytes(cursor, length)
  return isUtf8(bytes) ? bytes.toString() : bytes
}

const takeArray = (cursor: Cursor, length: number, depth: number): MsgpackValue[] => {
  // Every member takes at least one byte, so a false length cannot allocate memory.
  if (depth >= maxDepth || length > cursor.bytes.length - cursor.at) throw malformed
  const members: MsgpackValue[] = []
  for (let n = 0; n < length; n++) members.push(read(cursor, depth + 1))
  return members
}

const safe = (value: bigint): number => {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw malformed
  return number
}

const read = (cursor: Cursor, depth: number): MsgpackValue => {
  const { bytes } = cursor
  const type = bytes[take(cursor, 1)] ?? 0
  if (type < 0x80) return type
  if (type >= 0xe0) return type - 0x100
  if (type >= 0xa0 && type < 0xc0) return takeText(cursor, type & 0x1f)
  if (type >= 0x90 && type < 0xa0) return takeArray(cursor, type & 0x0f, depth)
  switch (type) {
    case 0xc0:
      return null
    case 0xc2:
      return false
    case 0xc3:
      return true
    case 0xc4:
      return takeBytes(cursor, takeNumber(cursor, 1))
    case 0xc5:
      return takeBytes(cursor, takeNumber(cursor, 2))
    case 0xc6:
      return takeBytes(cursor, takeNumber(cursor, 4))
    case 0xcb:
      return bytes.readDoubleBE(take(cursor, 8))
    case 0xcc:
      return takeNumber(cursor, 1)
    case 0xcd:
      return takeNumber(cursor, 2)
    case 0xce:
      return takeNumber(cursor, 4)
    case 0xcf:
      return safe(bytes.readBigUInt64BE(take(cursor, 8)))
    case 0xd0:
      return bytes.readInt8(take(cursor, 1))
    case 0xd1:
      return bytes.readInt16BE(take(cursor, 2))
    case 0xd2:
      return bytes.readInt32BE(take(cursor, 4))
    case 0xd3:
      return safe(bytes.readBigInt64BE(take(cursor, 8)))
    case 0xd9:
      return takeText(cursor, takeNumber(cursor, 1))
    case 0xda:
      return takeText(cursor, takeNumber(cursor, 2))
    case 0xdb:
      return takeText(cursor, takeNumber(cursor, 4))
    case 0xdc:
      return takeArray(cursor, takeNumber(cursor, 2), depth)
    case 0xdd:
      return takeArray(cursor, takeNumber(cursor, 4), depth)
    default:
      throw malformed
  }
}

/**
 * Decodes exactly one value. Undefined for maps, extensions, 32-bit floats, unsafe integers, arrays nested deeper than
 * eight, and truncated or trailing bytes. `bytes` is not copied.
 */
export const decodeMsgpack = (bytes: Uint8Array): MsgpackValue | undefined => {
  const cursor = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), at: 0 }
  try {
    const value = read(cursor, 0)
    return cursor.at === bytes.length ? value : undefined
  } catch (thrown) {
    if (thrown === malformed) return undefined
    throw thrown
  }
}
