import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { CursorOf, Cursors } from '../core/kernel/paging/cursors.ts'
import type { Position } from '../core/kernel/paging/position.ts'

const maxLength = 4096

/**
 * `<position in base64url>.<HMAC-SHA-256 in base64url>` with a separate key derived from the master key. The context of
 * the cursor is signed but not included, so that the cursor is valid only there.
 */
export const signedCursors = (masterKey: Uint8Array): Cursors => {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'muster cursors1', 32))
  const sign = ({ list, userId, asked: query }: CursorOf, position: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([list, userId, query, position]))
      .digest('base64url')

  return {
    seal(of, { id, value, values }) {
      const parts = values ? [id, values] : value === undefined ? [id] : [id, value]
      const position = Buffer.from(JSON.stringify(parts)).toString('base64url')
      return `${position}.${sign(of, position)}`
    },
    open(of, cursor) {
      if (cursor.length > maxLength) return undefined
      const [position = '', signature = '', ...rest] = cursor.split('.')
      const expected = Buffer.from(sign(of, position))
      const input = Buffer.from(signature)
      if (rest.length > 0 || input.length !== expected.length || !timingSafeEqual(input, expected))
        return undefined
      const [id, value] = JSON.parse(Buffer.from(position, 'base64url').toString()) as [
        string,
        (Position['value'] | Position['values'])?,
      ]
      if (Array.isArray(value)) return { id, values: value as NonNullable<Position['values']> }
      return value === undefined ? { id } : { id, value: value as string | number | null }
    },
  }
}
