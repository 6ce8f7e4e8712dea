export type Group = {
  readonly id: string
  readonly domainId: string
  /** Unique in the domain. */
  readonly name: string
  readonly description: string | null
  readonly extra: Readonly<Record<string, unknown>>
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}
