import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRoute } from './apis/keystone-routes.ts'

/** The folder in which test servers record the routes of Keystone that succeeded; undefined: they record nothing. */
const folder = process.env['MUSTER_TEST_ROUTES']

const recorded = new Set<string>()

/** Records the route of a response with the status that the table of Keystone's routes has for it, once per process. */
export const recordResponse = (method: string, url: string, status: number): void => {
  if (folder === undefined) return
  const row = findRoute(method, url)
  if (!row || row.status !== status || recorded.has(row.route)) return
  recorded.add(row.route)
  appendFileSync(join(folder, `${process.pid}.txt`), `${row.route}\n`)
}

/** The routes that the processes of a test run recorded. */
export const readRecordedRoutes = (from: string): ReadonlySet<string> =>
  new Set(readdirSync(from).flatMap((file) => readFileSync(join(from, file), 'utf8').trim().split('\n')))
