import type { ChangeReader } from '../../core/kernel/events/event.ts'
import type { Store } from '../../core/kernel/stores.ts'
import type { Db, DialectName } from './dialect.ts'

/** An open store, which `composition` must close. */
export type OpenStore = Store & {
  readonly dialect: DialectName
  /** For migrations and benchmarks. */
  readonly db: Db
  readonly changes: ChangeReader
  /** Rejects while the database cannot be read or written. */
  ready(): Promise<void>
  /** The clock of the database server in unix milliseconds; absent for SQLite. */
  readonly databaseTime?: () => Promise<number>
  close(): Promise<void>
}
