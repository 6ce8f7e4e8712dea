import { concernsWritesAlone, type Unavailable } from './unavailable.ts'

export type HealthReports = {
  /** Called once when reading or writing stops working; `failure` is what the driver said. */
  readonly onDown?: (what: 'database' | 'writes', failure: string) => void
  /** Called once when it works again. */
  readonly onUp?: (what: 'database' | 'writes') => void
}

export type DatabaseHealth = {
  failed(fault: Unavailable): void
  /** Something was read, or a transaction was committed. */
  worked(what: 'read' | 'commit'): void
  /** Whether the last write failed for a reason that concerns all writes, and none has worked since. */
  writesFail(): boolean
}

/** Milliseconds without a failure before success is reported: some requests succeed while a database goes down. */
const calm = 1000

/** One line, without the addresses and the stack of the driver's error. */
export const failureText = ({ cause, code }: Unavailable): string => {
  const { message = '', code: driverCode } = (cause ?? {}) as { message?: string; code?: string }
  const text = message === '' ? (driverCode ?? code) : message
  return text.replace(/\s+/g, ' ').slice(0, 200)
}

/** Knows whether the database works from the outcome of its statements, and reports each change once. */
export const databaseHealth = (
  { onDown, onUp }: HealthReports,
  now: () => number = () => performance.now(),
): DatabaseHealth => {
  const failedAt = { database: undefined as number | undefined, writes: undefined as number | undefined }
  const clear = (what: 'database' | 'writes') => {
    const at = failedAt[what]
    if (at === undefined || now() - at < calm) return
    failedAt[what] = undefined
    onUp?.(what)
  }
  let writesFail = false
  return {
    failed(fault) {
      // One statement that was cancelled, or one connection that broke, says nothing of the next.
      if (fault.reach !== 'database') return
      const what = concernsWritesAlone(fault) ? 'writes' : 'database'
      if (what === 'writes') writesFail = true
      const first = failedAt[what] === undefined
      failedAt[what] = now()
      if (first) onDown?.(what, failureText(fault))
    },
    worked(what) {
      if (what === 'commit') writesFail = false
      if (failedAt.database !== undefined) clear('database')
      if (what === 'commit' && failedAt.writes !== undefined) clear('writes')
    },
    writesFail: () => writesFail,
  }
}
