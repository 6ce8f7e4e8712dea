import { ClientError } from '../../transport/errors.ts'

/** A setting in the environment or in clouds.yaml is missing, invalid or not supported. */
export class ConfigError extends ClientError {
  /** The name of the setting, such as `auth_url`. */
  readonly setting: string

  constructor(setting: string, message: string) {
    super(`${setting}: ${message}`)
    this.setting = setting
  }
}

/** A setting that `fetch` cannot follow, such as a CA file of one client. The message says what to do instead. */
export class UnsupportedSettingError extends ConfigError {}
