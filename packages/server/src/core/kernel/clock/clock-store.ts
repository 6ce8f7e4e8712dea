/** How far the clock that all nodes share has come, in unix milliseconds. */
export type ClockStore = {
  /** 0 when no node has noted anything yet. */
  reached(): Promise<number>
  /** Notes a time, unless a later one is noted already. */
  reach(at: number): Promise<void>
  /** When the latest event was recorded. */
  newestEvent(): Promise<number | undefined>
}
