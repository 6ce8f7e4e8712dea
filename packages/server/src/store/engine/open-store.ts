import type { ChangeReader } from '../../core/kernel/events/change-reader.ts'
import type { Store } from '../../core/kernel/stores.ts'
import type { Db, DialectName } from './dialect.ts'

/** A store that wiring opened and must close. */
export type OpenStore = Store & {
  readonly dialect: DialectName
  /** For migrations and benchmarks. */
  readonly db: Db
  readonly changes: ChangeReader
  /** Rejects while the database cannot be read, or takes no writes. */
  ready(): Promise<void>
  /** The clock of the database server, in unix milliseconds; absent where the database is a file of this machine. */
  readonly databaseTime?: () => Promise<number>
  close(): Promise<void>
}
