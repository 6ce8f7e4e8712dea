import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Undo = () => Promise<unknown>

const undoing: Undo[] = []

/** Registers an undo step to run at the end. */
export const atEnd = (undo: Undo): void => void undoing.push(undo)

let ending: Promise<void> | undefined

const undoAll = async (): Promise<void> => {
  for (let undo = undoing.pop(); undo; undo = undoing.pop())
    await undo().catch((error) => process.stderr.write(`bench: ${(error as Error).message}\n`))
}

/** Runs all undo steps, the newest first; a failed step is reported and skipped. Concurrent calls share one run. */
export const endAll = (): Promise<void> => {
  ending = (ending ?? Promise.resolve()).then(undoAll)
  return ending
}

/** Throws once the cleanup has begun. */
const requireRunning = (): void => {
  if (ending) throw new Error('the run is ending')
}

/** Creates a folder that is deleted at the end of the run. */
export const makeFolder = async (): Promise<string> => {
  requireRunning()
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** Ends a child process with SIGTERM, and with SIGKILL after 20 seconds. */
export const endChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000)
  child.kill('SIGTERM')
  await gone
  clearTimeout(force)
}

/** Starts a Node process that ends with the run at the latest. */
export const startNode = (args: readonly string[], options: SpawnOptions): ChildProcess => {
  requireRunning()
  const child = spawn(process.execPath, args, options)
  atEnd(() => endChild(child))
  return child
}
