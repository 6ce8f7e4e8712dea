import { join } from 'node:path'
import { openSqlite } from '@muster/server/store/engine/sqlite.ts'
import { operationsOfApis, type RequestInfo } from '../../packages/server/test/apis/worst-operations.ts'
import { sqlitePlace } from '../../packages/server/test/databases.ts'
import { startTestServer, type TestServer } from '../../packages/server/test/test-server.ts'
import { fillSqlite } from '../users/fill.ts'
import { type Request, requestsOf } from './requests.ts'

export type Measured = { readonly what: string; readonly status: number; readonly milliseconds: number }

export type MeasureOptions = {
  readonly users: number
  /** APIs; empty: all. */
  readonly only: readonly string[]
}

/** The most expensive requests of an API are repeated; the minimum counts. */
const again = { requests: 40, times: 4 }

/** The domain with the most users, in which the callers of an API act. */
const domainToFill = (file: string): string => {
  const database = openSqlite({ file, synchronous: 'off' })
  const row = database
    .prepare(
      `select domain_id from users where domain_id <> 'default' group by 1 order by count(*) desc limit 1`,
    )
    .get()
  database.close()
  return typeof row?.['domain_id'] === 'string' ? row['domain_id'] : 'default'
}

/** Measures the requests of one API on a new server with many users. */
const measureApi = async (
  api: string,
  operationsOf: (s: TestServer) => Promise<readonly RequestInfo[]>,
  users: number,
): Promise<readonly Measured[]> => {
  const place = await sqlitePlace()
  const s = await startTestServer(place, {}, {}, { checkResponses: false })
  const ask = async ({ method, url, headers, body }: Request) => {
    const start = process.threadCpuUsage()
    const { status } = await s.call(method, url, { body, headers })
    const { user, system } = process.threadCpuUsage(start)
    return { status, milliseconds: (user + system) / 1000 }
  }
  try {
    const operations = await operationsOf(s)
    const file = join(place.environment['MUSTER_DATA_DIR'] ?? '', 'muster.sqlite')
    fillSqlite(file, domainToFill(file), users)
    const measured: (Measured & { readonly request: Request })[] = []
    for (const request of operations.flatMap(requestsOf))
      measured.push({ what: `${api} ${request.what}`, request, ...(await ask(request)) })
    measured.sort((a, b) => b.milliseconds - a.milliseconds)
    for (const [at, one] of measured.slice(0, again.requests).entries()) {
      let { milliseconds } = one
      for (let n = 0; n < again.times; n++)
        milliseconds = Math.min(milliseconds, (await ask(one.request)).milliseconds)
      measured[at] = { ...one, milliseconds }
    }
    return measured
  } finally {
    await s.close()
  }
}

/**
 * Measures requests to a Muster in this process, on SQLite, by the CPU time of the main thread, the most expensive
 * first. That is an upper bound of the time that the event loop is blocked; on a busy machine it is more stable than
 * elapsed time.
 */
export const measureAll = async ({ users, only }: MeasureOptions): Promise<readonly Measured[]> => {
  const all: Measured[] = []
  for (const [api, operationsOf] of Object.entries(operationsOfApis))
    if (only.length === 0 || only.includes(api)) all.push(...(await measureApi(api, operationsOf, users)))
  return all.sort((a, b) => b.milliseconds - a.milliseconds)
}
