import type { DatabaseSync } from 'node:sqlite'
import type { Stores } from '../../core/kernel/stores.ts'
import type { DatabaseHealth } from './database-health.ts'
import { sqliteFault } from './sqlite-faults.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { Unavailable } from './unavailable.ts'

export type Job = {
  /** Runs the command. Returns the function that answers its caller, which is called after the commit. */
  readonly work: (stores: Stores) => Promise<() => void>
  readonly reject: (error: unknown) => void
  /** Deadline for the lock, on the clock of `performance`. */
  readonly until: number
}

type Parts = {
  readonly database: DatabaseSync
  readonly stores: Stores
  readonly batch: readonly Job[]
  readonly health: DatabaseHealth
  readonly disk: SqliteFile
}

/** Runs the jobs in the open transaction, each in a savepoint, and commits it. */
export const commitTogether = async ({ database, stores, batch, health, disk }: Parts): Promise<void> => {
  const outcomes: (() => void)[] = []
  let faults = 0
  let during: 'statement' | 'commit' | 'committed' = 'statement'
  try {
    for (const job of batch) {
      database.exec('savepoint one')
      try {
        outcomes.push(await job.work(stores))
      } catch (error) {
        // A full disk rolls back the whole transaction with its savepoints.
        if (!database.isTransaction) throw error
        const fault = sqliteFault(error, 'statement')
        if (fault) {
          faults++
          health.failed(fault)
        }
        database.exec('rollback to one')
        outcomes.push(() => job.reject(fault ?? error))
      }
      database.exec('release one')
    }
    during = 'commit'
    database.exec('commit')
    during = 'committed'
    disk.check()
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    const fault =
      during === 'committed'
        ? new Unavailable('outcome_unknown', (error as Unavailable).cause)
        : sqliteFault(error, during)
    if (fault) health.failed(fault)
    for (const job of batch) job.reject(fault ?? error)
    return
  }
  // A commit without the failed job does not prove that writes work.
  if (faults === 0) health.worked('commit')
  for (const report of outcomes) report()
}
