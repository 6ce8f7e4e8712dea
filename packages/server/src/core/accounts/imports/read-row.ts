import { normalizeExternalId } from '../../directory/users/external-id.ts'
import { type Metadata, normalizeMetadata } from '../../directory/users/metadata.ts'
import { bareNames } from '../../directory/users/person-names.ts'
import { changedProfile } from '../../directory/users/profile.ts'
import { type UserKind, type UserStatus, userKinds, userStatuses } from '../../directory/users/user.ts'
import { claimedEmail } from '../../kernel/claimed-email.ts'
import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import { inexactNumber, notExact } from '../../kernel/exact-numbers.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import { readRfc3339 } from '../../kernel/times.ts'
import type { ImportFormat, RowError } from './import.ts'
import type { RawRow } from './raw-row.ts'

/** What a row says of a user, checked. Absent: nothing; null: that there is none. */
export type RowUser = {
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  /** The address as it is compared; null where the row does not claim it. */
  readonly claimedEmail?: string | null | undefined
  readonly displayName?: string | null | undefined
  readonly givenName?: string | null | undefined
  readonly familyName?: string | null | undefined
  readonly phoneNumber?: string | null | undefined
  readonly pictureUrl?: string | null | undefined
  readonly description?: string | null | undefined
  readonly status?: UserStatus | undefined
  readonly kind?: UserKind | undefined
  readonly developer?: boolean | undefined
  readonly metadata?: Metadata | undefined
  readonly publicMetadata?: Metadata | undefined
  readonly externalId?: string | null | undefined
  readonly passwordHash?: string | undefined
  /** Unix milliseconds. */
  readonly createdAt?: number | undefined
}

export type ReadRow =
  | { readonly row: number; readonly user: RowUser; readonly wrong?: undefined }
  | { readonly row: number; readonly user?: undefined; readonly wrong: RowError }

/** Fields that an export writes and an import reads. */
export const userFields = [
  'username',
  'email',
  'email_claimed',
  'display_name',
  'given_name',
  'family_name',
  'phone_number',
  'picture_url',
  'description',
  'status',
  'kind',
  'developer',
  'metadata',
  'public_metadata',
  'external_id',
  'created_at',
] as const

/** Fields that an export writes for who reads it, and an import passes over: here users get others. */
export const passedOver = ['id', 'number', 'updated_at', 'last_active_at', 'email_verified_at'] as const

/** What a row of an import may hold. */
export const importFields: ReadonlySet<string> = new Set([...userFields, 'password_hash', ...passedOver])

type Values = Readonly<Record<string, unknown>>
type Reading = {
  readonly format: ImportFormat
  /** Unix milliseconds. */
  readonly now: number
  /** Whether the server could ever check a password against this hash, and at a bearable price. */
  readonly canVerify: (hash: string) => boolean
}

const wrong = (field: string, code: string, message: string) =>
  domainError('invalid', code, message, { field })

const textOf = (values: Values, field: string): string | null | undefined => {
  const value = values[field]
  if (value === undefined || value === null || typeof value === 'string') return value
  throw wrong(field, 'value_type', `${field} is text.`)
}

const flagOf = (values: Values, field: string, { format }: Reading): boolean | undefined => {
  const value = values[field]
  if (value === undefined || typeof value === 'boolean') return value
  const word = format === 'csv' && typeof value === 'string' ? value.trim().toLowerCase() : undefined
  if (word === 'true' || word === 'false') return word === 'true'
  throw wrong(field, 'value_type', `${field} is true or false.`)
}

const oneOf = <T extends string>(values: Values, field: string, choices: readonly T[]): T | undefined => {
  const text = textOf(values, field)
  if (text === undefined) return undefined
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw wrong(field, 'value_unknown', `${field} is one of ${choices.join(', ')}.`)
  return choice
}

const clean = (values: Values, field: string, max: number) => {
  const text = textOf(values, field)
  return typeof text === 'string' ? normalizeText(field, text, max) : text
}

const metadataOf = (
  values: Values,
  field: 'metadata' | 'public_metadata',
  { format }: Reading,
): Metadata | undefined => {
  const given = values[field]
  if (given === undefined) return undefined
  if (format !== 'csv' || typeof given !== 'string') return normalizeMetadata((given ?? {}) as Metadata)
  let parsed: unknown
  try {
    parsed = JSON.parse(given)
  } catch {
    throw wrong(field, 'metadata_no_object', `In a cell of CSV ${field} is JSON text.`)
  }
  if (inexactNumber(given)) throw wrong(field, 'number_not_exact', `${field} ${notExact}.`)
  return normalizeMetadata(parsed as Metadata)
}

const timeOf = (values: Values, field: string, { now }: Reading): number | undefined => {
  const text = textOf(values, field)
  if (text === undefined || text === null) return undefined
  const time = readRfc3339(text)
  if (time === undefined || time < 0 || time > now)
    throw wrong(field, 'time_malformed', `${field} is a time that has been, as in 2026-01-31T12:00:00Z.`)
  return time
}

const hashOf = (values: Values, { canVerify }: Reading): string | undefined => {
  const hash = textOf(values, 'password_hash')
  if (hash === undefined || hash === null) return undefined
  if (!canVerify(hash))
    throw wrong(
      'password_hash',
      'password_hash_unusable',
      'No password could be checked against this: it is of no known form, or it would cost too much. docs/import-export.md lists the forms.',
    )
  return hash
}

const emailOf = (values: Values, reading: Reading) => {
  const given = textOf(values, 'email')
  const claims = flagOf(values, 'email_claimed', reading) ?? true
  if (given === undefined) return {}
  if (given === null) return { email: null, claimedEmail: null }
  if (!claims) return { email: normalizeText('email', given, 320), claimedEmail: null }
  const { shown, claimed } = claimedEmail(given)
  return { email: shown, claimedEmail: claimed }
}

const userOf = (values: Values, reading: Reading): RowUser => {
  const name = textOf(values, 'username')
  const profile = changedProfile({
    givenName: textOf(values, 'given_name'),
    familyName: textOf(values, 'family_name'),
    phoneNumber: textOf(values, 'phone_number'),
    pictureUrl: textOf(values, 'picture_url'),
  })
  return {
    name: typeof name === 'string' ? normalizeName('user', name, 255) : undefined,
    ...emailOf(values, reading),
    ...profile,
    // As they are kept, so that a row is compared with what became of it.
    ...bareNames({ ...profile, displayName: clean(values, 'display_name', 255) }),
    description: clean(values, 'description', 65_535),
    status: oneOf(values, 'status', userStatuses),
    kind: oneOf(values, 'kind', userKinds),
    developer: flagOf(values, 'developer', reading),
    metadata: metadataOf(values, 'metadata', reading),
    publicMetadata: metadataOf(values, 'public_metadata', reading),
    externalId: normalizeExternalId(textOf(values, 'external_id')),
    passwordHash: hashOf(values, reading),
    createdAt: timeOf(values, 'created_at', reading),
  }
}

/** Core's names of fields in the words of the file. */
const words: Readonly<Record<string, string>> = { name: 'username' }

/** An error as what is wrong with a row. Anything else is a fault of ours and thrown on. */
export const rowError = (row: number, thrown: unknown): RowError => {
  // A fault of the database is not a fault of the row.
  if (!isDomainError(thrown) || thrown.kind === 'unavailable') throw thrown
  const { field } = thrown.details
  const named = typeof field === 'string' ? (words[field] ?? field.replaceAll(' ', '_')) : null
  return { row, field: named, code: thrown.code, message: thrown.message }
}

/** Checks what a row says by itself; whether it fits the directory is asked later. */
export const readRow = ({ row, values, wrong: unread }: RawRow, reading: Reading): ReadRow => {
  if (unread) return { row, wrong: { row, ...unread } }
  try {
    return { row, user: userOf(values, reading) }
  } catch (thrown) {
    return { row, wrong: rowError(row, thrown) }
  }
}
