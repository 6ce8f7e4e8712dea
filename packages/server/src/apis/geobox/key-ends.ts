import type { CreateApiKey } from '../../core/access/api-keys/create-api-key.ts'
import { BadRequest } from '../../http/api.ts'
import { readTime } from './times.ts'

export type GivenEnd = {
  readonly expiration_mode?: string
  readonly expiration_interval?: string
  readonly expires_at?: string
}

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
/** A hundred years in milliseconds. */
const longest = 36_500 * 86_400_000

const wrong = (field: string, detail: string) =>
  new BadRequest(detail, field, [{ pointer: `/${field}`, detail }])

const lengthOf = (text: string | undefined): number => {
  const [, amount, unit = ''] = /^(\d{1,9})([mhdw])$/.exec(text ?? '') ?? []
  const length = Number(amount) * (units[unit] ?? Number.NaN)
  if (length > 0 && length <= longest) return length
  throw wrong(
    'expiration_interval',
    'must be a number with the unit m, h, d or w, as in 12h or 30d, and at most a hundred years',
  )
}

/** The expiry of a new key, in either format of newer clients; empty: never. */
export const readEnd = (input: GivenEnd): Pick<CreateApiKey, 'expiresAt' | 'lifetime'> => {
  const { expiration_mode: mode, expiration_interval: interval, expires_at: moment } = input
  switch (mode) {
    case undefined:
      if (interval !== undefined || moment !== undefined)
        throw wrong('expiration_mode', 'is required with an expiry: interval or datetime')
      return {}
    case 'interval':
      return { lifetime: lengthOf(interval) }
    case 'datetime':
      if (moment === undefined) throw wrong('expires_at', 'is required')
      return { expiresAt: readTime('expires_at', moment) }
    default:
      throw wrong('expiration_mode', 'must be interval or datetime')
  }
}

/** Rejects a change of the expiry of an existing key. */
export const rejectExpiryChange = (input: GivenEnd): void => {
  const { expiration_mode, expiration_interval, expires_at } = input
  if (expiration_mode !== undefined || expiration_interval !== undefined || expires_at !== undefined)
    throw wrong('expiration_mode', 'cannot be changed: the expiry of a key is set when it is created')
}
