import type { StoredPassword } from '../../directory/users/password-store.ts'
import type { User } from '../../directory/users/user.ts'
import type { NewUser } from '../../directory/users/user-store.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Import, ImportCounts, ImportState, RowError } from './import.ts'

/** A user as a batch makes it. */
export type NewRow = {
  readonly user: NewUser
  readonly password?: StoredPassword | undefined
  /** Unix milliseconds. */
  readonly lastActiveAt?: number | undefined
}

/** Who may move the import on, and from where: nobody else's batch is written. */
export type ImportLease = { readonly id: string; readonly runner: string; readonly rowsDone: number }

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
  /** False when there was none. Its errors go with it. */
  delete(id: string): Promise<boolean>
  /** Gives the import to a runner, who takes it from any other. False when it is done, or gone. */
  take(id: string, runner: string, at: number): Promise<boolean>
  /** Adds what became of a batch. False, and nothing moved, when it is not this runner's turn. */
  move(turn: ImportLease, counts: ImportCounts, at: number): Promise<boolean>
  /** The runner goes. False, and nothing changed, when another has come. */
  leave(
    turn: Pick<ImportLease, 'id' | 'runner'>,
    end: { readonly state: ImportState; readonly stoppedBy: string | null; readonly at: number },
  ): Promise<boolean>
  addErrors(id: string, errors: readonly RowError[]): Promise<void>
  /** By their rows; `after` is the last row seen. */
  errors(id: string, after: number, limit: number): Promise<Slice<RowError>>
  /** Users of the domain with one of these names, or with one of these claimed emails. */
  named(domainId: string, names: readonly string[], emails: readonly string[]): Promise<readonly User[]>
  /** All of them or none, with their passwords. Rejects as `UserStore.insert`. */
  insertUsers(rows: readonly NewRow[]): Promise<void>
  /** What it writes is taken back, and it alone, when it throws. */
  attempt<T>(work: () => Promise<T>): Promise<T>
  /** The hashes of the current passwords of these users, by their ids. */
  passwordHashes(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}
