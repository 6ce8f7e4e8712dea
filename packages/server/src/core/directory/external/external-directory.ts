import { domainError, retryAfter } from '../../kernel/domain-error.ts'
import type { DomainOption } from '../domain-configuration/domain-configuration.ts'
import type { OptionValue } from '../domain-configuration/domain-options.ts'

/** A user as an external directory has it. */
export type DirectoryUser = {
  /** Identifies the entry in its directory. */
  readonly localId: string
  readonly name: string
  readonly enabled: boolean
  readonly email: string | null
  readonly description: string | null
  readonly defaultProjectId: string | null
  readonly extra: Readonly<Record<string, string>>
}

export type DirectoryGroup = Pick<DirectoryUser, 'localId' | 'name' | 'description' | 'extra'>

/** A condition that the directory may evaluate more broadly, such as ignoring case. */
export type DirectoryCondition = {
  readonly attribute: 'name' | 'email' | 'description'
  readonly op: 'eq' | 'contains' | 'startswith' | 'endswith'
  readonly value: string
}

export type Found<Entry> = {
  readonly rows: readonly Entry[]
  /** Whether these are all entries of the directory that match, and no limit ended the search. */
  readonly complete: boolean
}

/** A user with its groups. */
export type FoundUser = { readonly user: DirectoryUser; readonly groups: readonly DirectoryGroup[] }

export type EntryRef = { readonly localId: string } | { readonly name: string }

/** One directory. Every method rejects with `unavailable` when the directory does not respond in time. */
export type ExternalDirectory = {
  findUser(ref: EntryRef): Promise<FoundUser | undefined>
  listUsers(conditions: readonly DirectoryCondition[]): Promise<Found<DirectoryUser>>
  findGroup(ref: EntryRef): Promise<DirectoryGroup | undefined>
  listGroups(conditions: readonly DirectoryCondition[]): Promise<Found<DirectoryGroup>>
  /** The users of a group. */
  members(localId: string): Promise<readonly DirectoryUser[]>
  /** Whether this is the password of the user. Never true for an empty password. */
  authenticate(localId: string, password: string): Promise<boolean>
  /** Closes all connections. */
  close(): void
}

/** The values of the group `ldap`, with the defaults of absent options. */
export type DirectoryOptions = Readonly<Record<string, OptionValue>> & {
  /** `identity.list_limit`: the most entries of a list; null: the limit of the driver. */
  readonly list_limit: OptionValue
}

/** Opens external directories; implemented outside of core. */
export type DirectoryDriver = {
  /** Rejects options that cannot work with `invalid`: a malformed URL or filter, an address that is not allowed. */
  check(options: readonly DomainOption[]): Promise<void>
  /** Connects when the first request arrives. */
  open(options: DirectoryOptions): ExternalDirectory
}

/** One check of a test of a directory. */
export type DirectoryCheck = {
  readonly part: 'users' | 'groups'
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** The name of the entry that was read; null when the search finds none. */
  readonly name: string | null
  /** What failed; without a value of the configuration and without what the directory sent. */
  readonly reason: string | null
}

export const directoryUnavailable = (reason: string) =>
  domainError(
    'unavailable',
    'directory_unavailable',
    `The directory of this domain is not available: ${reason}. Try again later.`,
    { retryAfter, reason },
  )
