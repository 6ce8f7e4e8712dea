import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { bcrypt } from './bcrypt.ts'

type Task = { readonly password: Uint8Array; readonly salt: Uint8Array; readonly cost: number }

// This file is also the worker, so that its path is correct after bundling.
const task: (Task & { of: string }) | undefined = isMainThread ? undefined : workerData
if (task?.of === import.meta.url) parentPort?.postMessage(bcrypt(task.password, task.salt, task.cost))

/**
 * Runs `bcrypt` in a new thread for each digest: node:crypto has no bcrypt, and only imported users need it, at their
 * first sign-in.
 */
export const bcryptInThread = (password: Uint8Array, salt: Uint8Array, cost: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { of: import.meta.url, password, salt, cost },
      execArgv: [],
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The bcrypt thread ended with code ${code}.`)))
  })
