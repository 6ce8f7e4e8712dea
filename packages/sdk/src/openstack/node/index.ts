import process from 'node:process'
import type { ConnectionOptions } from '../auth-options.ts'
import { Connection } from '../connection.ts'
import { optionsOf } from './cloud-options.ts'
import { type Environment, readConfigFiles } from './config-files.ts'
import { selectCloud } from './select-cloud.ts'

export { ConfigError, UnsupportedSettingError } from './config-error.ts'

/** Where the settings of a connection come from. */
export type CloudSource = {
  /** A cloud of clouds.yaml; by default `OS_CLOUD`, then the `OS_*` variables, then the only cloud of the file. */
  readonly cloud?: string | undefined
  /** One of the regions of the cloud; by default `OS_REGION_NAME`, then the first. */
  readonly region?: string | undefined
  /** Instead of `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  /** The first folder in which clouds.yaml is searched, instead of the current one. */
  readonly directory?: string | undefined
}

/**
 * Reads the options of a connection from `OS_*` variables and clouds.yaml, as openstacksdk does; `overrides` win.
 * Throws `ConfigError`, and `UnsupportedSettingError` for TLS settings without a `fetch` of your own.
 *
 * @example const options = await loadOptions({ cloud: 'production' })
 */
export const loadOptions = async (
  source: CloudSource = {},
  overrides: Partial<ConnectionOptions> = {},
): Promise<ConnectionOptions> => {
  const environment: Environment = source.environment ?? process.env
  const files = await readConfigFiles(environment, source.directory ?? process.cwd())
  return { ...optionsOf(selectCloud(files, environment, source), overrides), ...overrides }
}

/**
 * Connects as `OS_*` variables or clouds.yaml say, like `openstack.connect()` of the Python SDK.
 *
 * @example
 * const connection = await connect({ cloud: 'production' })
 */
export const connect = async (
  source?: CloudSource,
  overrides?: Partial<ConnectionOptions>,
): Promise<Connection> => new Connection(await loadOptions(source, overrides))
