/** The time source: unix milliseconds of the clock that all nodes of a database share. */
export type TimeSource = {
  /** The clock of the database server; absent if the machine's clock is the only one. */
  readonly databaseTime?: (() => Promise<number>) | undefined
  readonly systemTime: () => number
  /** Monotonic milliseconds. */
  readonly elapsed: () => number
}

/** A reading of a time source: it was between `low` and `high` when the monotonic clock showed `at`. Milliseconds. */
export type Reading = { readonly at: number; readonly low: number; readonly high: number }

/** Maximum relative drift of a quartz clock. */
const drift = 0.001

/** The earliest and the latest time that the source can show now, when the monotonic clock shows `when`. */
export const low = ({ at, low }: Reading, when: number): number => low + (when - at)
export const high = ({ at, high }: Reading, when: number): number => high + (when - at) * (1 + drift)

/** Whether both readings can be of a source that was not set in between. */
export const isConsistent = (before: Reading, next: Reading): boolean =>
  next.low <= high(before, next.at) && next.high >= low(before, next.at)

/** Whether the earlier reading, extrapolated to the later one, is still more precise. */
export const isNarrower = (before: Reading, next: Reading): boolean =>
  high(before, next.at) - low(before, next.at) < next.high - next.low

/** Reads the clock of the machine. */
export const readMachine = ({ systemTime, elapsed }: TimeSource): Reading => {
  const time = systemTime()
  return { at: elapsed(), low: time, high: time }
}

/** Reads the clock of the database server, or that of the machine where it is the only one. */
export const readSource = async (source: TimeSource): Promise<Reading> => {
  const { databaseTime, elapsed } = source
  if (!databaseTime) return readMachine(source)
  const askedAt = elapsed()
  const time = await databaseTime()
  const at = elapsed()
  return { at, low: time, high: time + (at - askedAt) }
}
