import { type Muster, openMuster } from '@muster/server/composition/server.ts'
import { type LoadedSettings, loadSettings } from '@muster/server/config/load-config.ts'
import type { Config } from '@muster/server/config/settings-table.ts'

/** The options of the commands that use the settings and the database of the server. */
export type OperatorOptions = {
  /** The file of settings. */
  readonly config?: string
}

/** Loads the settings; `warn` receives a sentence for each ignored variable and writes to stderr by default. */
export const loadedSettings = (
  { config }: OperatorOptions,
  warn: (sentence: string) => void = (sentence) => void process.stderr.write(`muster: ${sentence}\n`),
): LoadedSettings => loadSettings(process.env, config, warn)

export const configOf = (options: OperatorOptions): Config => loadedSettings(options).config

/** Opens Muster without listening, does the work as the operator, and closes it. */
export const withMuster = async <T>(
  options: OperatorOptions,
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

export const print = (line: string): void => void process.stdout.write(`${line}\n`)
