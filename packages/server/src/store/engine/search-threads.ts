import { filterTooExpensive, searchAbandoned } from '../../core/kernel/filters/search-errors.ts'
import type { Question } from './query-budget.ts'
import { type SearchResponse, startSearchThread, theRest } from './search-thread.ts'

/** Number of threads for lists: more than one caller can occupy, and few enough for a small machine. */
const mostThreads = 3
/** Milliseconds after the timeout in which a statement can end by itself. */
const grace = 2000
/** The maximum of a timer. */
const longest = 2 ** 31 - 1

type Thread = ReturnType<typeof startSearchThread>
type Statement = { readonly sql: string; readonly parameters: readonly unknown[] }

export type SearchThreads = {
  /** Returns rows and the milliseconds of work. Rejects above the budget of the query. */
  run(
    statement: Statement,
    question: Question,
  ): Promise<{ readonly value: readonly unknown[]; readonly took: number }>
  close(): Promise<void>
}

/**
 * Reads a SQLite database in threads, so that no statement blocks the event loop. Threads are started on demand; a
 * statement ends when its budget is used up or its client disconnects. `faultOf` maps errors for callers.
 */
export const searchThreads = (file: string, faultOf: (error: unknown) => unknown): SearchThreads => {
  const all = new Set<Thread>()
  const idle: Thread[] = []
  const waiting: ((thread: Thread) => void)[] = []
  let closed = false

  const take = (): Thread | Promise<Thread> => {
    const free = idle.pop()
    if (free) return free
    if (all.size < mostThreads) return start()
    return new Promise((resolve) => waiting.push(resolve))
  }
  const start = (): Thread => {
    const thread = startSearchThread(file)
    all.add(thread)
    return thread
  }
  const giveBack = (thread: Thread) => {
    const next = waiting.shift()
    if (next) next(thread)
    else idle.push(thread)
  }
  const drop = (thread: Thread) => {
    all.delete(thread)
    void thread.worker.terminate()
    const next = closed ? undefined : waiting.shift()
    if (next) next(start())
  }

  const ask = (
    thread: Thread,
    { sql, parameters }: Statement,
    { left, signal }: Question,
  ): Promise<SearchResponse> =>
    new Promise((resolve, reject) => {
      const { worker, stop } = thread
      Atomics.store(stop, 0, 0)
      const abandon = () => void Atomics.store(stop, 0, 1)
      const end = () => {
        clearTimeout(clock)
        signal?.removeEventListener('abort', abandon)
        worker.off('message', answered)
        worker.off('error', failed)
        worker.off('exit', exited)
      }
      const rows: unknown[] = []
      let took = 0
      const answered = (answer: SearchResponse) => {
        if ('rows' in answer) {
          for (const row of answer.rows) rows.push(row)
          took += answer.took
          if (answer.more) return worker.postMessage(theRest)
        }
        end()
        giveBack(thread)
        resolve('rows' in answer ? { rows, more: false, took } : answer)
      }
      const failed = (error: unknown) => {
        end()
        drop(thread)
        reject(faultOf(error))
      }
      const exited = () => failed(new Error('The search thread ended.'))
      const clock = setTimeout(() => failed(filterTooExpensive()), Math.min(left + grace, longest)).unref()
      signal?.addEventListener('abort', abandon)
      worker.on('message', answered)
      worker.on('error', failed)
      worker.on('exit', exited)
      worker.ref()
      worker.postMessage({ sql, parameters, left })
    })

  return {
    async run(statement, question) {
      const thread = await take()
      if (question.signal?.aborted) {
        giveBack(thread)
        throw searchAbandoned()
      }
      const answer = await ask(thread, statement, question).finally(() => thread.worker.unref())
      if ('rows' in answer) return { value: answer.rows, took: answer.took }
      if ('ended' in answer) throw question.signal?.aborted ? searchAbandoned() : filterTooExpensive()
      throw faultOf(Object.assign(new Error(answer.error.message), answer.error))
    },
    async close() {
      closed = true
      await Promise.all([...all].map(({ worker }) => worker.terminate()))
    },
  }
}
