import { randomFill } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Enough to yield to the main thread, but not so much that hashing starves. */
const niceness = 10

/**
 * Lowers the priority of the hash threads, so that hashing can use every core and still yields to the main thread.
 * Without it, token validations take several times as long during many sign-ins. Returns whether it is supported: only
 * Linux has priorities per thread.
 */
export const makeThreadsYield = async (): Promise<boolean> => {
  if (process.platform !== 'linux') return false
  // libuv starts its threads with the first task.
  await new Promise<void>((resolve) => randomFill(Buffer.alloc(1), () => resolve()))
  try {
    const tasks = '/proc/self/task'
    const workers = readdirSync(tasks).filter((id) =>
      readFileSync(`${tasks}/${id}/comm`, 'utf8').startsWith('libuv-worker'),
    )
    for (const id of workers) setPriority(Number(id), niceness)
    return workers.length > 0
  } catch {
    return false
  }
}
