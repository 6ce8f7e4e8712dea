import { randomBytes } from 'node:crypto'
import { administratorOf, bootstrapOnce } from '@muster/server/composition/administrator.ts'
import { openMuster } from '@muster/server/composition/server.ts'
import { makeLogger } from '@muster/server/config/logger.ts'
import { mailOf } from '@muster/server/config/mail-of.ts'
import { publicUrlOf } from '@muster/server/config/public-url.ts'
import { listenProblem } from './listen-problem.ts'
import { trimHeap } from './trim-heap.ts'
import { type Welcome, welcome } from './welcome.ts'
import { loadedSettings, type OperatorOptions } from './with-muster.ts'

/** Serves until SIGTERM or SIGINT, then completes the requests in progress and closes the database. */
export const serve = async (options: OperatorOptions): Promise<void> => {
  const ignored: string[] = []
  const { config, sources } = loadedSettings(options, (sentence) => void ignored.push(sentence))
  const logger = makeLogger(config.log_level)
  for (const sentence of ignored) logger.warn({ component: 'settings' }, sentence)
  const muster = await openMuster(config, { logger, settingSources: sources })
  // Installed before anything is printed: a supervisor may stop the server as soon as it reports that it is ready.
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    logger.info({ component: 'server', signal }, 'stopping')
    await muster.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
  const password = config.bootstrap_password ?? randomBytes(18).toString('base64url')
  let address: string
  let bootstrapped: boolean
  let administrator: Welcome['administrator']
  try {
    muster.opening.hold()
    const url = await muster.app.listen({ host: config.host, port: config.port })
    address = publicUrlOf(config) ?? url
    muster.reachedAt(address)
    // After listening: if the port is in use, no administrator is created whose password was never printed.
    bootstrapped = await bootstrapOnce(muster, password)
    administrator = await administratorOf(muster)
    muster.opening.open()
  } catch (error) {
    await muster.close()
    throw listenProblem(error, config) ?? error
  }
  trimHeap()
  const { smtp, mailFolder } = mailOf(config)
  process.stdout.write(
    welcome({
      address,
      database: muster.store.dialect,
      dataDir: config.data_dir,
      password: bootstrapped && config.bootstrap_password === undefined ? password : undefined,
      bootstrapped,
      administrator,
      mailFolder: smtp ? undefined : mailFolder,
    }),
  )
}
