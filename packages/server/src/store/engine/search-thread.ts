import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { addFunctions, statements } from './sqlite-statements.ts'

/** A statement for the thread, and its remaining milliseconds. */
export type SearchRequest = {
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly left: number
}

/** The message that requests the next rows of a result. */
export const theRest = 'the rest'

/** Maximum rows and characters of one message: larger ones would block the event loop that reads them. */
const maxRows = 250
const mostText = 1024 * 1024

/** The number of rows that fit into one message. */
const inOneMessage = (rows: readonly object[]): number => {
  let text = 0
  for (let i = 0; i < rows.length && i < maxRows; i++) {
    for (const value of Object.values(rows[i] ?? {})) if (typeof value === 'string') text += value.length
    if (text > mostText) return i + 1
  }
  return maxRows
}

/** `more`: further rows follow on request. */
export type SearchResponse = { readonly took: number } & (
  | { readonly rows: readonly unknown[]; readonly more: boolean }
  | { readonly ended: true }
  | { readonly error: { readonly message: string; readonly code?: string; readonly errcode?: number } }
)

type Start = { readonly of: string; readonly file: string; readonly stop: SharedArrayBuffer }

const name = `search ${import.meta.url}`

class Ended extends Error {}

const serve = ({ file, stop }: Start) => {
  const flag = new Int32Array(stop)
  let end = Number.POSITIVE_INFINITY
  const check = () => {
    if (performance.now() > end || Atomics.load(flag, 0) === 1) throw new Ended()
  }
  const database = new DatabaseSync(file, { timeout: 5000, readOnly: true })
  database.exec('pragma temp_store = memory; pragma mmap_size = 0; pragma cache_size = -131072')
  addFunctions(database, check)
  const prepare = statements(database)
  let rest: readonly object[] = []
  const part = (rows: readonly object[], took: number): SearchResponse => {
    const size = inOneMessage(rows)
    rest = rows.slice(size)
    return { rows: rows.slice(0, size), more: rest.length > 0, took }
  }
  const answer = ({ sql, parameters, left }: SearchRequest): SearchResponse => {
    const begun = performance.now()
    const took = () => performance.now() - begun
    end = begun + left
    try {
      const rows = prepare(sql).statement.all(...(parameters as SQLInputValue[]))
      return part(rows, took())
    } catch (thrown) {
      if (thrown instanceof Ended) return { ended: true, took: took() }
      const { message, code, errcode } = thrown as Error & { code?: string; errcode?: number }
      return {
        error: {
          message,
          ...(code === undefined ? {} : { code }),
          ...(errcode === undefined ? {} : { errcode }),
        },
        took: took(),
      }
    }
  }
  parentPort?.on('message', (request: SearchRequest | typeof theRest) =>
    parentPort?.postMessage(request === theRest ? part(rest, 0) : answer(request)),
  )
}

// This file is also the worker, so that its path is correct after bundling.
const task: Start | undefined = isMainThread ? undefined : workerData
if (task?.of === name) serve(task)

/** A thread that reads the database with its own connection. Setting `stop` to 1 ends the running statement. */
export const startSearchThread = (file: string): { readonly worker: Worker; readonly stop: Int32Array } => {
  const stop = new SharedArrayBuffer(4)
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { of: name, file, stop } satisfies Start,
    execArgv: [],
  })
  worker.unref()
  return { worker, stop: new Int32Array(stop) }
}
