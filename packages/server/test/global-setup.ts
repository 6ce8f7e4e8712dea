import { join } from 'node:path'
import { startPostgres } from './postgres.ts'

let stop: (() => Promise<void>) | undefined

/** One PostgreSQL and one cache of compiled code for the whole test run; test files find them through the environment. */
export const globalSetup = async (): Promise<void> => {
  process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../../node_modules/.cache/node')
  if (process.env['MUSTER_TEST_POSTGRES'] !== undefined) return
  const server = await startPostgres()
  process.env['MUSTER_TEST_POSTGRES'] = server.url
  stop = server.stop
}

export const globalTeardown = async (): Promise<void> => {
  await stop?.()
}
