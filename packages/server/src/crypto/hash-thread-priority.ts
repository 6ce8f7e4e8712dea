import { randomFill } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Enough to give way to the thread that answers requests, not so much that hashing starves beside it. */
const politeness = 10

/**
 * Lowers the priority of the threads that hash, so that hashes may take every core and still give way to the
 * thread that answers requests: without it validations wait several times as long beside a crowd of logins. Answers
 * whether it could be done: only Linux gives each thread a priority of its own.
 */
export const makeThreadsYield = async (): Promise<boolean> => {
  if (process.platform !== 'linux') return false
  // libuv starts its threads when it is first given something to do.
  await new Promise<void>((resolve) => randomFill(Buffer.alloc(1), () => resolve()))
  try {
    const tasks = '/proc/self/task'
    const workers = readdirSync(tasks).filter((id) =>
      readFileSync(`${tasks}/${id}/comm`, 'utf8').startsWith('libuv-worker'),
    )
    for (const id of workers) setPriority(Number(id), politeness)
    return workers.length > 0
  } catch {
    return false
  }
}
