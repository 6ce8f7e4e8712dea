import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Undo = () => Promise<unknown>

const undoing: Undo[] = []

/** Remembers how to take back something that the run has begun. */
export const atEnd = (undo: Undo): void => void undoing.push(undo)

let ending: Promise<void> | undefined

const takeBack = async (): Promise<void> => {
  for (let undo = undoing.pop(); undo; undo = undoing.pop())
    await undo().catch((error) => process.stderr.write(`bench: ${(error as Error).message}\n`))
}

/** Takes everything back, the newest first, whatever goes wrong with one of them. Whoever asks waits for all of it. */
export const endAll = (): Promise<void> => {
  ending = (ending ?? Promise.resolve()).then(takeBack)
  return ending
}

/** Nothing new begins once the end has. */
const checkGoingOn = (): void => {
  if (ending) throw new Error('the run is ending')
}

/** A folder that is gone when the run ends. */
export const makeFolder = async (): Promise<string> => {
  checkGoingOn()
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** Ends one process that this run started, with force when it does not listen. */
export const endChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000)
  child.kill('SIGTERM')
  await gone
  clearTimeout(force)
}

/** Another node, ended with the run at the latest. */
export const startNode = (args: readonly string[], options: SpawnOptions): ChildProcess => {
  checkGoingOn()
  const child = spawn(process.execPath, args, options)
  atEnd(() => endChild(child))
  return child
}
