import { serveRequests } from './answers.ts'
import { connection } from './connection.ts'

/** The parameters of one load run. */
export type LoadPlan = {
  readonly host: string
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Complete requests, head and body, sent in turn. */
  readonly requests: readonly string[]
  /** Text that is replaced in each request by a unique number of the same length. */
  readonly unique?: string
  /** Requests per second of all connections together. Without it, each connection sends its next request immediately. */
  readonly rate?: number
}

export type LoadResult = {
  readonly requests: number
  /** Responses other than 2xx, and broken connections. */
  readonly errors: number
  readonly firstError: string | undefined
  /** Responses per second. */
  readonly rate: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** CPU share of the generator; near 1, the generator is the bottleneck. */
  readonly busy: number
}

// Continues across runs and starts at random in each process, so that generated names are unique.
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
        // Latency counts from the scheduled time, so that a stalling server does not reduce the load (coordinated omission).
        due += pause
      }
      const sentAt = pause === undefined ? performance.now() : Math.min(due - pause, performance.now())
      const problem = await line.ask(nextRequest())
      if (!open) break
      latencies.push(performance.now() - sentAt)
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

serveRequests(run)
