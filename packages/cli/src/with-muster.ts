import { type Muster, openMuster } from '@muster/server/composition/server.ts'
import { loadConfig } from '@muster/server/config/load-config.ts'
import type { Config } from '@muster/server/config/settings-table.ts'
import type { CommandOptions } from './commands.ts'

/** `warn` gets a sentence for each variable of the environment that is ignored; by default it goes to stderr. */
export const configOf = (
  { configFile }: CommandOptions,
  warn: (sentence: string) => void = (sentence) => void process.stderr.write(`muster: ${sentence}\n`),
): Config => loadConfig(process.env, configFile, warn)

/** Opens the house without listening, does one thing as its operator, and closes it. */
export const withMuster = async <T>(
  options: CommandOptions,
  work: (muster: Muster, config: Config) => Promise<T>,
): Promise<T> => {
  const config = configOf(options)
  const muster = await openMuster(config)
  try {
    return await work(muster, config)
  } finally {
    await muster.close()
  }
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`)
