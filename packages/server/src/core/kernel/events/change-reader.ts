/** Reads the changes committed by every node, including this one. */
export type ChangeReader = {
  /** Whether a single process holds the database, so that only commands on the same machine can change it otherwise. */
  readonly local: boolean
  /** The cache keys invalidated since the last call, possibly repeated; empty on the first call. */
  next(): Promise<readonly string[]>
}
