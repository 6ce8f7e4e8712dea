/** Maximum number of batches in one round; the next round does the rest. */
const maxBatches = 1000
/** Milliseconds between two batches, in which requests are answered. */
const pauseBetween = 10

const timeout = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Repeats `work` until a batch is not full or the server stops. `work` returns the number of items it processed. */
export const inBatches =
  (work: () => Promise<number>, full: number, pause: (ms: number) => Promise<unknown> = timeout) =>
  async (signal: AbortSignal): Promise<void> => {
    for (let round = 0; round < maxBatches && !signal.aborted; round++) {
      if ((await work()) < full) return
      await pause(pauseBetween)
    }
  }
