/** The clock shared by all nodes, in unix milliseconds. */
export type ClockStore = {
  /** The latest recorded time; 0 when none is recorded. */
  reached(): Promise<number>
  /** Records a time, unless a later one is recorded already. */
  reach(at: number): Promise<void>
  /** The time of the newest event. */
  newestEvent(): Promise<number | undefined>
}
