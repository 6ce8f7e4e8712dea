import type { ConnectionOptions } from '../auth-options.ts'
import type { Interface } from '../endpoints.ts'
import { authOf, authSettings, scopeOf } from './cloud-auth.ts'
import { ConfigError, UnsupportedSettingError } from './config-error.ts'
import type { Section } from './config-files.ts'

const isTrue = (value: unknown): boolean => /^(true|yes|on|1)$/i.test(String(value ?? ''))
const isFalse = (value: unknown): boolean => /^(false|no|off|0)$/i.test(String(value ?? ''))

/** TLS settings of one client: `fetch` has none, and to ignore them would be insecure or fail later. */
const assertNoTlsSettings = ({ verify, insecure, cacert, cert, key }: Section): void => {
  const ownFetch = 'pass a `fetch` that has these settings'
  if (isFalse(verify) || isTrue(insecure))
    throw new UnsupportedSettingError(
      isTrue(insecure) ? 'insecure' : 'verify',
      `fetch cannot skip the verification of certificates; trust the CA of the server with NODE_EXTRA_CA_CERTS, or ${ownFetch}`,
    )
  if (cacert)
    throw new UnsupportedSettingError(
      'cacert',
      `fetch has no CA file; set NODE_EXTRA_CA_CERTS=${cacert} when the program starts, or ${ownFetch}`,
    )
  if (cert || key)
    throw new UnsupportedSettingError(cert ? 'cert' : 'key', `fetch has no client certificate; ${ownFetch}`)
}

const interfaceOf = (value: unknown): Interface | undefined => {
  if (!value) return undefined
  const name = String(Array.isArray(value) ? value[0] : value).replace(/URL$/, '')
  if (name === 'public' || name === 'internal' || name === 'admin') return name
  throw new ConfigError('interface', 'must be public, internal or admin')
}

const overridesOf = (cloud: Section): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(cloud).flatMap(([name, value]) => {
      const service = /^(.+)_endpoint_override$/.exec(name)?.[1]
      return service && value ? [[service.replaceAll('_', '-'), String(value)]] : []
    }),
  )

/** The options of a connection with the settings of a cloud. Throws `ConfigError`. */
export const optionsOf = (cloud: Section, { fetch }: Pick<ConnectionOptions, 'fetch'>): ConnectionOptions => {
  if (!fetch) assertNoTlsSettings(cloud)
  const { identity_api_version: version, api_timeout: timeout, region_name: region } = cloud
  if (version && !/^v?3/.test(String(version)))
    throw new ConfigError('identity_api_version', `${version} is not supported, only 3`)
  if (timeout && !(Number(timeout) > 0)) throw new ConfigError('api_timeout', 'must be a number of seconds')
  const settings = authSettings(cloud)
  const auth = authOf(cloud, settings)
  const scope = scopeOf(settings)
  const hasOwnScope = [auth].flat().some(({ type }) => type === 'applicationCredential' || type === 'apiKey')
  if (scope !== undefined && hasOwnScope)
    throw new ConfigError(
      Object.keys(scope)[0] ?? 'scope',
      'an application credential and an API key have a scope of their own',
    )
  // `admin_token` of keystoneauth has the setting `endpoint` instead.
  const authUrl =
    settings['auth_url'] ?? ('type' in auth && auth.type === 'apiKey' ? settings['endpoint'] : undefined)
  if (authUrl === undefined) throw new ConfigError('auth_url', 'is missing')
  const kind = interfaceOf(cloud['interface'] ?? cloud['endpoint_type'])
  return {
    authUrl,
    auth,
    ...(scope && { scope }),
    ...(region ? { region: String(region) } : {}),
    ...(kind && { interface: kind }),
    ...(timeout ? { timeout: Number(timeout) * 1000 } : {}),
    endpointOverrides: overridesOf(cloud),
  }
}
