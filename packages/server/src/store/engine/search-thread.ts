import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { addFunctions, statements } from './sqlite-statements.ts'

/** A statement for the thread, and how many milliseconds it may take. */
export type Asked = { readonly sql: string; readonly parameters: readonly unknown[]; readonly left: number }

/** What the thread is sent for the rest of an answer. */
export const theRest = 'the rest'

/** Rows and characters of text of one message: more at once would hold the event loop that reads them. */
const mostRows = 250
const mostText = 1024 * 1024

/** How many of the rows one message holds. */
const inOneMessage = (rows: readonly object[]): number => {
  let text = 0
  for (let i = 0; i < rows.length && i < mostRows; i++) {
    for (const value of Object.values(rows[i] ?? {})) if (typeof value === 'string') text += value.length
    if (text > mostText) return i + 1
  }
  return mostRows
}

/** `more`: rows follow when they are asked for. */
export type Answered = { readonly took: number } & (
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
  const part = (rows: readonly object[], took: number): Answered => {
    const size = inOneMessage(rows)
    rest = rows.slice(size)
    return { rows: rows.slice(0, size), more: rest.length > 0, took }
  }
  const answer = ({ sql, parameters, left }: Asked): Answered => {
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
  parentPort?.on('message', (asked: Asked | typeof theRest) =>
    parentPort?.postMessage(asked === theRest ? part(rest, 0) : answer(asked)),
  )
}

// This file is its own worker, so that it is found under whatever name it is published.
const task: Start | undefined = isMainThread ? undefined : workerData
if (task?.of === name) serve(task)

/** A thread that reads the database with a connection of its own. `stop` set to 1 ends the statement it runs. */
export const startSearchThread = (file: string): { readonly worker: Worker; readonly stop: Int32Array } => {
  const stop = new SharedArrayBuffer(4)
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { of: name, file, stop } satisfies Start,
    execArgv: [],
  })
  worker.unref()
  return { worker, stop: new Int32Array(stop) }
}
