import { normalizeExternalId } from '../../directory/users/external-id.ts'
import { type Metadata, normalizeMetadata } from '../../directory/users/metadata.ts'
import { bareNames } from '../../directory/users/person-names.ts'
import { changedProfile } from '../../directory/users/profile.ts'
import { type UserKind, type UserStatus, userKinds, userStatuses } from '../../directory/users/user.ts'
import { claimedEmail } from '../../kernel/claimed-email.ts'
import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import { inexactNumber, notExact } from '../../kernel/exact-numbers.ts'
import type { Language } from '../../kernel/language.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import { readRfc3339 } from '../../kernel/times.ts'
import type { ImportFormat, RowError } from './import.ts'
import type { RawRow } from './raw-row.ts'

/** The validated values of a row. An absent value is not set by the row; null removes the value. */
export type RowUser = {
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  /** The normalized address; null when the row does not claim it. */
  readonly claimedEmail?: string | null | undefined
  readonly displayName?: string | null | undefined
  readonly givenName?: string | null | undefined
  readonly familyName?: string | null | undefined
  readonly phoneNumber?: string | null | undefined
  readonly pictureUrl?: string | null | undefined
  readonly language?: Language | null | undefined
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
  | { readonly row: number; readonly user: RowUser; readonly error?: undefined }
  | { readonly row: number; readonly user?: undefined; readonly error: RowError }

/** Fields of both exports and imports. */
export const userFields = [
  'username',
  'email',
  'email_claimed',
  'display_name',
  'given_name',
  'family_name',
  'phone_number',
  'picture_url',
  'language',
  'description',
  'status',
  'kind',
  'developer',
  'metadata',
  'public_metadata',
  'external_id',
  'created_at',
] as const

/** Fields of exports that an import ignores, because imported users get their own values. */
export const ignoredFields = ['id', 'number', 'updated_at', 'last_active_at', 'email_verified_at'] as const

/** Allowed fields of an import row. */
export const importFields: ReadonlySet<string> = new Set([...userFields, 'password_hash', ...ignoredFields])

type Values = Readonly<Record<string, unknown>>
type Reading = {
  readonly format: ImportFormat
  /** Unix milliseconds. */
  readonly now: number
  /** Whether the server can verify passwords against this hash at an acceptable cost. */
  readonly canVerify: (hash: string) => boolean
}

const invalidField = (field: string, code: ErrorCode<'invalid'>, message: string) =>
  domainError('invalid', code, message, { field })

const textOf = (values: Values, field: string): string | null | undefined => {
  const value = values[field]
  if (value === undefined || value === null || typeof value === 'string') return value
  throw invalidField(field, 'value_type', `${field} must be a string.`)
}

const flagOf = (values: Values, field: string, { format }: Reading): boolean | undefined => {
  const value = values[field]
  if (value === undefined || typeof value === 'boolean') return value
  const word = format === 'csv' && typeof value === 'string' ? value.trim().toLowerCase() : undefined
  if (word === 'true' || word === 'false') return word === 'true'
  throw invalidField(field, 'value_type', `${field} must be true or false.`)
}

const oneOf = <T extends string>(values: Values, field: string, choices: readonly T[]): T | undefined => {
  const text = textOf(values, field)
  if (text === undefined) return undefined
  const choice = choices.find((known) => known === text)
  if (choice === undefined)
    throw invalidField(field, 'value_unknown', `${field} must be one of ${choices.join(', ')}.`)
  return choice
}

const normalized = (values: Values, field: string, max: number) => {
  const text = textOf(values, field)
  return typeof text === 'string' ? normalizeText(field, text, max) : text
}

const metadataOf = (
  values: Values,
  field: 'metadata' | 'public_metadata',
  { format }: Reading,
): Metadata | undefined => {
  const value = values[field]
  if (value === undefined) return undefined
  if (format !== 'csv' || typeof value !== 'string') return normalizeMetadata((value ?? {}) as Metadata)
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch {
    throw invalidField(field, 'metadata_no_object', `${field} must be a JSON object in CSV.`)
  }
  if (inexactNumber(value)) throw invalidField(field, 'number_not_exact', `${field} ${notExact}.`)
  return normalizeMetadata(parsed as Metadata)
}

const timeOf = (values: Values, field: string, { now }: Reading): number | undefined => {
  const text = textOf(values, field)
  if (text === undefined || text === null) return undefined
  const time = readRfc3339(text)
  if (time === undefined || time < 0 || time > now)
    throw invalidField(
      field,
      'time_malformed',
      `${field} must be a past time in RFC 3339 format, such as 2026-01-31T12:00:00Z.`,
    )
  return time
}

const hashOf = (values: Values, { canVerify }: Reading): string | undefined => {
  const hash = textOf(values, 'password_hash')
  if (hash === undefined || hash === null) return undefined
  if (!canVerify(hash))
    throw invalidField(
      'password_hash',
      'password_hash_unusable',
      'password_hash has an unsupported format or exceeds the cost limits; see docs/import-export.md for the supported formats.',
    )
  return hash
}

const emailOf = (values: Values, reading: Reading) => {
  const email = textOf(values, 'email')
  const claims = flagOf(values, 'email_claimed', reading) ?? true
  if (email === undefined) return {}
  if (email === null) return { email: null, claimedEmail: null }
  if (!claims) return { email: normalizeText('email', email, 320), claimedEmail: null }
  const { shown, claimed } = claimedEmail(email)
  return { email: shown, claimedEmail: claimed }
}

const userOf = (values: Values, reading: Reading): RowUser => {
  const name = textOf(values, 'username')
  const profile = changedProfile({
    givenName: textOf(values, 'given_name'),
    familyName: textOf(values, 'family_name'),
    phoneNumber: textOf(values, 'phone_number'),
    pictureUrl: textOf(values, 'picture_url'),
    language: textOf(values, 'language'),
  })
  return {
    name: typeof name === 'string' ? normalizeName('user', name, 255) : undefined,
    ...emailOf(values, reading),
    ...profile,
    // Normalized as they are stored, so that an unchanged row compares equal to its user.
    ...bareNames({ ...profile, displayName: normalized(values, 'display_name', 255) }),
    description: normalized(values, 'description', 65_535),
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

/** File names of core fields that differ. */
const fileFields: Readonly<Record<string, string>> = { name: 'username' }

/** Converts a domain error to a row error. Other errors are rethrown. */
export const rowError = (row: number, thrown: unknown): RowError => {
  // A database failure is not an error of the row.
  if (!isDomainError(thrown) || thrown.kind === 'unavailable') throw thrown
  const { field } = thrown.details
  const named = typeof field === 'string' ? (fileFields[field] ?? field.replaceAll(' ', '_')) : null
  return { row, field: named, code: thrown.code, message: thrown.message }
}

/** Validates the values of a row; `planRows` compares them with the directory. */
export const readRow = ({ row, values, wrong: parseError }: RawRow, reading: Reading): ReadRow => {
  if (parseError) return { row, error: { row, ...parseError } }
  try {
    return { row, user: userOf(values, reading) }
  } catch (thrown) {
    return { row, error: rowError(row, thrown) }
  }
}
