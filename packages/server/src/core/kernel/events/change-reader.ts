/** Hears what was committed by anybody, ourselves included. */
export type ChangeReader = {
  /** One process holds the database: only a command on the same machine could change it behind our back. */
  readonly local: boolean
  /** The keys touched since the last call, possibly with repeats; none at the first. */
  next(): Promise<readonly string[]>
}
