/**
 * The quotas of a plan by name, in units chosen by the operator: integers of at least 1. Muster stores them and enforces
 * none; the store has a column for each name.
 */
export type Quotas = Readonly<Record<string, number>>

/** A plan that users of a domain can have for a number of days. */
export type Plan = {
  readonly id: string
  /** Unique over all domains, ascending, for clients whose ids are integers. */
  readonly number: number
  readonly domainId: string
  /** Unique in the domain. */
  readonly name: string
  readonly displayName: string | null
  readonly description: string | null
  /** `#` and 3, 6 or 8 hexadecimal digits, for display. */
  readonly color: string | null
  /** Duration when attached or renewed; null: without end and not renewable. */
  readonly numberOfDays: number | null
  readonly quotas: Quotas
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Starts at 1 and grows by 1 with every change. */
  readonly version: number
}
