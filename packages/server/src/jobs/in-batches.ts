/** Batches of one round: what is left waits for the next one, so that a stop never waits long. */
const most = 100

/** Repeats work that is done in batches until one was not full. Work answers how much it did. */
export const inBatches = (work: () => Promise<number>, full: number) => async (): Promise<void> => {
  for (let round = 0; round < most; round++) if ((await work()) < full) return
}
