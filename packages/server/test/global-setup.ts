import { startPostgres } from './postgres.ts'

let stop: (() => Promise<void>) | undefined

/** One PostgreSQL for the whole test run; test files find it through the environment. */
export const globalSetup = async (): Promise<void> => {
  if (process.env['MUSTER_TEST_POSTGRES'] !== undefined) return
  const server = await startPostgres()
  process.env['MUSTER_TEST_POSTGRES'] = server.url
  stop = server.stop
}

export const globalTeardown = async (): Promise<void> => {
  await stop?.()
}
