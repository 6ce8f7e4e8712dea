/** What a plan allows, in the units of whoever sells it: Muster keeps the numbers and enforces none. All are 1 or more. */
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

/** What users of a domain are given for some days. */
export type Plan = Quotas & {
  readonly id: string
  /** Unique over all domains, ascending, for clients whose ids are integers. */
  readonly number: number
  readonly domainId: string
  /** Unique in the domain. */
  readonly name: string
  readonly displayName: string | null
  readonly description: string | null
  /** `#` and 3, 6 or 8 hexadecimal digits, for who draws it. */
  readonly color: string | null
  /** How long it lasts when it is given or renewed; null: without end, and it cannot be renewed. */
  readonly numberOfDays: number | null
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Counts the changes, from 1. */
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
