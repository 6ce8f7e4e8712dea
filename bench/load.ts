import { answerQuestions } from './answers.ts'
import { connection } from './connection.ts'

/** What one run of the load generator is to do. */
export type LoadPlan = {
  readonly host: string
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Whole requests as text, head and body; taken in turn. */
  readonly requests: readonly string[]
  /** Text in the requests that is replaced by another number of the same length in each. */
  readonly unique?: string
  /** Requests a second of all connections together. Absent: each connection asks again as soon as it is answered. */
  readonly rate?: number
}

export type LoadResult = {
  readonly requests: number
  /** Answers other than 2xx, and connections that broke. */
  readonly errors: number
  readonly firstError: string | undefined
  /** Answers a second. */
  readonly rate: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Part of the time that the generator itself was computing: near 1, and it was the limit. */
  readonly busy: number
}

// Taken on from run to run, and different in each process: names made of it are never used twice.
let used = Math.floor(Math.random() * 2 ** 30) * 2 ** 20

const fillers = ({ requests, unique }: LoadPlan) => {
  const prepared = requests.map((text) => ({
    bytes: Buffer.from(text),
    at: unique === undefined ? -1 : text.indexOf(unique),
  }))
  let turn = 0
  return () => {
    const next = prepared[turn++ % prepared.length]
    if (!next || next.at < 0 || unique === undefined) return next?.bytes ?? Buffer.alloc(0)
    const own = Buffer.from(next.bytes)
    own.write(String(used++).padStart(unique.length, '0').slice(-unique.length), next.at, 'latin1')
    return own
  }
}

const run = async (plan: LoadPlan): Promise<LoadResult> => {
  const nextRequest = fillers(plan)
  const latencies: number[] = []
  let errors = 0
  let firstError: string | undefined
  let open = true
  const pause = plan.rate === undefined ? undefined : (plan.connections * 1000) / plan.rate
  const begun = performance.now()
  const cpu = process.cpuUsage()

  const client = async (number: number) => {
    const line = connection(plan)
    let due = begun + (pause === undefined ? 0 : (number * pause) / plan.connections)
    while (open) {
      if (pause !== undefined) {
        const wait = due - performance.now()
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
        // Timed from when it should have gone out: a server that stalls must not thin the load out.
        due += pause
      }
      const asked = pause === undefined ? performance.now() : Math.min(due - pause, performance.now())
      const problem = await line.ask(nextRequest())
      if (!open) break
      latencies.push(performance.now() - asked)
      if (problem === undefined) continue
      errors++
      firstError ??= problem
    }
    line.close()
  }

  const clients = Array.from({ length: plan.connections }, (_, number) => client(number))
  await new Promise((resolve) => setTimeout(resolve, plan.seconds * 1000))
  open = false
  const elapsed = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(cpu)
  await Promise.all(clients)
  const sorted = Float64Array.from(latencies).sort()
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  return {
    requests: sorted.length,
    errors,
    firstError,
    rate: sorted.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
    busy: (user + system) / 1e6 / elapsed,
  }
}

answerQuestions(run)
