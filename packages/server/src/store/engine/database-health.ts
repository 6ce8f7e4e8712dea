import { concernsWritesAlone, type Unavailable } from './unavailable.ts'

export type HealthReports = {
  /** Called once when reads or writes start to fail; `failure` is the message of the driver. */
  readonly onDown?: (what: 'database' | 'writes', failure: string) => void
  /** Called once when they work again. */
  readonly onUp?: (what: 'database' | 'writes') => void
}

export type DatabaseHealth = {
  failed(fault: Unavailable): void
  /** Records a successful read or commit. */
  worked(what: 'read' | 'commit'): void
  /** Whether the last write failed for a reason that affects all writes, and none has succeeded since. */
  writesFail(): boolean
}

/** Milliseconds without a failure before recovery is reported, because some requests succeed during an outage. */
const calm = 1000

/** The driver's error as one line, without addresses and stack. */
export const failureText = ({ cause, code }: Unavailable): string => {
  const { message = '', code: driverCode } = (cause ?? {}) as { message?: string; code?: string }
  const text = message === '' ? (driverCode ?? code) : message
  return text.replace(/\s+/g, ' ').slice(0, 200)
}

/** Tracks the health of the database by the outcome of its statements, and reports each change once. */
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
      // A cancelled statement or a broken connection does not affect others.
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
