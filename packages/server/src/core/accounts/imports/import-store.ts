import type { StoredPassword } from '../../directory/users/password-store.ts'
import type { User } from '../../directory/users/user.ts'
import type { NewUser } from '../../directory/users/user-store.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Import, ImportCounts, ImportState, RowError } from './import.ts'

/** A user created by a batch. */
export type NewRow = {
  readonly user: NewUser
  readonly password?: StoredPassword | undefined
  /** Unix milliseconds. */
  readonly lastActiveAt?: number | undefined
}

/** The sender that may advance the import, and its expected position; no other batch is written. */
export type ImportLease = { readonly id: string; readonly leaseId: string; readonly rowsDone: number }

export type ImportListQuery = {
  readonly domainId?: string | undefined
  readonly limit: number
  /** Its value is a `createdAt`. */
  readonly from?: Position | undefined
}

export type ImportStore = {
  /** Rejects with `not_found` for an unknown domain. */
  insert(made: Import): Promise<void>
  get(id: string): Promise<Import | undefined>
  /** Newest first. */
  list(query: ImportListQuery): Promise<Slice<Import>>
  /** Deletes the import with its errors. False when there is no such import. */
  delete(id: string): Promise<boolean>
  /** Assigns the lease to a sender, replacing any other. False when the import is done or missing. */
  acquireLease(id: string, leaseId: string, at: number): Promise<boolean>
  /** Adds the counts of a batch. False, and nothing changed, when the lease is no longer held. */
  recordBatch(lease: ImportLease, counts: ImportCounts, at: number): Promise<boolean>
  /** Releases the lease. False, and nothing changed, when another sender has it. */
  releaseLease(
    lease: Pick<ImportLease, 'id' | 'leaseId'>,
    end: { readonly state: ImportState; readonly stoppedBy: string | null; readonly at: number },
  ): Promise<boolean>
  addErrors(id: string, errors: readonly RowError[]): Promise<void>
  /** Ordered by row; `after` is the last row of the previous page. */
  errors(id: string, after: number, limit: number): Promise<Slice<RowError>>
  /** Users of the domain with one of these names, or with one of these claimed emails. */
  findByNameOrEmail(
    domainId: string,
    names: readonly string[],
    emails: readonly string[],
  ): Promise<readonly User[]>
  /** All of them or none, with their passwords. Rejects as `UserStore.insert`. */
  insertUsers(rows: readonly NewRow[]): Promise<void>
  /** Runs `work` in a savepoint, which is rolled back when `work` throws. */
  inSavepoint<T>(work: () => Promise<T>): Promise<T>
  /** Hashes of the users' current passwords by user id. */
  passwordHashes(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}
