/** Quotas of a plan, in units chosen by the operator. Muster stores them and enforces none. All are at least 1. */
export type Quotas = {
  readonly storage: number
  readonly concurrentTasks: number
  readonly dailyApiCalls: number
  readonly monthlyApiCalls: number
  readonly dailyTraffic: number
  readonly monthlyTraffic: number
  readonly dailyProcess: number
  readonly monthlyProcess: number
}

/** A plan that users of a domain can have for a number of days. */
export type Plan = Quotas & {
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
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Starts at 1 and grows by 1 with every change. */
  readonly version: number
}

export const quotaNames = [
  'storage',
  'concurrentTasks',
  'dailyApiCalls',
  'monthlyApiCalls',
  'dailyTraffic',
  'monthlyTraffic',
  'dailyProcess',
  'monthlyProcess',
] as const satisfies readonly (keyof Quotas)[]
