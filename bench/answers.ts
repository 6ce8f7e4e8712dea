import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startNode } from './cleanup.ts'

/** A child process that runs a file of this folder and answers requests over IPC. */
export type BenchWorker = {
  readonly pid: number
  /** Rejects when the process ends or reports an error. */
  ask<T>(question: unknown): Promise<T>
  readonly child: ChildProcess
}

type Reply = { readonly answer?: unknown; readonly error?: string }

export const startWorker = (file: string): BenchWorker => {
  const child = startNode([fileURLToPath(new URL(file, import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    pid: child.pid ?? 0,
    child,
    ask: <T>(question: unknown) =>
      new Promise<T>((resolve, reject) => {
        const ended = () => reject(new Error(`${file} ended before it answered`))
        child.once('exit', ended)
        child.once('message', ({ answer, error }: Reply) => {
          child.off('exit', ended)
          if (error === undefined) resolve(answer as T)
          else reject(new Error(`${file}: ${error}`))
        })
        child.send(question as object)
      }),
  }
}

/** Runs in the child: answers each request; the process exits when the parent disconnects. */
export const serveRequests = <Q>(work: (question: Q) => Promise<unknown>): void => {
  process.on('message', (question) => {
    work(question as Q).then(
      (answer) => process.send?.({ answer }),
      (error: Error) => process.send?.({ error: error.stack ?? error.message }),
    )
  })
  process.on('disconnect', () => process.exit())
}
