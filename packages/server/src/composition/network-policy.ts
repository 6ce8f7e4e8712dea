import { BadConfig } from '../config/load-config.ts'
import type { Config } from '../config/settings-table.ts'
import { readListenAddress } from '../http/listen-address.ts'
import { authLimits } from '../http/proof-limits.ts'
import { makeLimiter, requestLimits } from '../http/rate-limits.ts'
import { isNetwork, trustedProxies } from '../http/trusted-proxies.ts'
import { addressRules } from '../outbound/addresses.ts'
import { makeOutbound, makeResolveAllowed } from '../outbound/outbound-client.ts'

type NetworkSetting =
  | 'directory_allowed_networks'
  | 'oauth2_trusted_proxies'
  | 'outbound_allowed_networks'
  | 'trusted_proxies'

/** The networks of a setting. Throws a `BadConfig` that names invalid ones. */
const networksOf = (config: Config, setting: NetworkSetting): readonly string[] => {
  const networks = config[setting]
  const invalid = networks.filter((network) => !isNetwork(network))
  if (invalid.length > 0)
    throw new BadConfig([
      `${setting}: use addresses and networks as in 10.0.0.0/8 instead of ${invalid.join(', ')}.`,
    ])
  return networks
}

/** Allowed CORS origins, in the form that browsers send. */
export const originsOf = ({ cors_origins: origins }: Config): readonly string[] => {
  const invalid = origins.filter((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin)
  if (invalid.length > 0)
    throw new BadConfig([
      `cors_origins: use exact origins as in https://console.example.org instead of ${invalid.join(', ')}.`,
    ])
  return origins
}

/** Trusted reverse proxies. */
const proxiesOf = (config: Config) => {
  const networks = networksOf(config, 'trusted_proxies')
  return networks.length === 0 ? undefined : trustedProxies(networks)
}

/** Limits of requests at every API, in windows of one minute. */
const limitsOf = ({ rate_limit_per_address: perAddress, rate_limit_per_user: perUser }: Config) => {
  const limiter = (name: string, quota: number) =>
    quota === 0 ? undefined : makeLimiter({ name, quota, window: 60 }, () => performance.now())
  return requestLimits({ perAddress: limiter('address', perAddress), perUser: limiter('user', perUser) })
}

/** Limits of failed authentications at every API, in windows of five minutes. */
const authLimitsOf = ({
  failed_proof_limit_per_address: perAddress,
  failed_proof_limit_per_user: perUser,
}: Config) => {
  const limiter = (name: string, quota: number) =>
    quota === 0 ? undefined : makeLimiter({ name, quota, window: 300 }, () => performance.now())
  return authLimits({
    addresses: limiter('failed authentications of an address', perAddress),
    subjects: limiter('failed authentications of a user', perUser),
    pairs: limiter('failed authentications of a user at an address', perUser),
  })
}

const oauth2ClientAuth = (config: Config) => {
  const known = ['tls_client_auth', 'client_secret_basic']
  const unknown = config.oauth2_authn_methods.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new BadConfig([
      `oauth2_authn_methods: use ${known.join(' and ')} instead of ${unknown.join(', ')}.`,
    ])
  return {
    methods: config.oauth2_authn_methods,
    certificateHeader: config.oauth2_certificate_header,
    isTrusted: trustedProxies(networksOf(config, 'oauth2_trusted_proxies')),
  }
}

const outboundOf = (config: Config) =>
  makeOutbound({
    allowedNetworks: [
      ...networksOf(config, 'outbound_allowed_networks'),
      ...(config.development ? ['127.0.0.0/8', '::1/128'] : []),
    ],
    allowHttp: config.outbound_allow_http || config.development,
  })

/** Where LDAP directories may be: public addresses, and networks of their own setting. */
const directoriesOf = (config: Config) =>
  makeResolveAllowed({
    mayCall: addressRules([
      ...networksOf(config, 'directory_allowed_networks'),
      ...(config.development ? ['127.0.0.0/8', '::1/128'] : []),
    ]),
  })

/** The separate address and port of the metrics, if configured. */
const metricsListenOf = ({ metrics_listen: text }: Config) => {
  const address = text === undefined ? undefined : readListenAddress(text)
  if (text !== undefined && !address)
    throw new BadConfig([
      `metrics_listen: use an address and a port, as in 127.0.0.1:9464, instead of ${text}.`,
    ])
  return address
}

export type NetworkPolicy = ReturnType<typeof networkPolicyOf>

/** Who may connect, from where and how often, and where the server may connect to. Throws a `BadConfig`. */
export const networkPolicyOf = (config: Config) => ({
  clientAuth: oauth2ClientAuth(config),
  isTrustedProxy: proxiesOf(config),
  crossOrigins: originsOf(config),
  limits: limitsOf(config),
  authLimits: authLimitsOf(config),
  metricsListen: metricsListenOf(config),
  outbound: outboundOf(config),
  resolveDirectory: directoriesOf(config),
})
