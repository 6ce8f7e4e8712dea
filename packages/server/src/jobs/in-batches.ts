/** Batches of one round; what is left waits for the next one. */
const most = 1000
/** Milliseconds between two batches, in which requests are answered. */
const breath = 10

const timeout = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Repeats work that is done in batches until one was not full, or the server stops. Work answers how much it did. */
export const inBatches =
  (work: () => Promise<number>, full: number, pause: (ms: number) => Promise<unknown> = timeout) =>
  async (signal: AbortSignal): Promise<void> => {
    for (let round = 0; round < most && !signal.aborted; round++) {
      if ((await work()) < full) return
      await pause(breath)
    }
  }
