import { randomBytes } from 'node:crypto'
import { makeLogger } from '@muster/server/config/logger.ts'
import { bootstrapOnce, openMuster } from '@muster/server/wiring.ts'
import type { CommandOptions } from '../commands.ts'
import { giveBackMemory } from '../give-back-memory.ts'
import { welcome } from '../welcome.ts'
import { configOf } from '../with-muster.ts'

/** Serves until SIGTERM or SIGINT, then answers what has begun and closes the database. */
export const serve = async (options: CommandOptions): Promise<void> => {
  const config = configOf(options)
  const logger = makeLogger(config.log_level)
  const muster = await openMuster(config, { logger })
  const password = config.bootstrap_password ?? randomBytes(18).toString('base64url')
  const bootstrapped = await bootstrapOnce(muster, password)
  let url: string
  try {
    url = await muster.app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await muster.close()
    throw error
  }
  const address = config.public_url?.replace(/\/+$/, '').replace(/\/v3$/, '') ?? url
  muster.reachedAt(address)
  giveBackMemory()
  process.stdout.write(
    welcome({
      address,
      database: muster.store.dialect,
      dataDir: config.data_dir,
      password: bootstrapped && config.bootstrap_password === undefined ? password : undefined,
      bootstrapped,
    }),
  )
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    logger.info({ signal }, 'stopping')
    await muster.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
}
