import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BadConfig, loadConfig } from './load-config.ts'

const warningsOf = (environment: Readonly<Record<string, string>>) => {
  const warnings: string[] = []
  const config = loadConfig(environment, undefined, (sentence) => warnings.push(sentence))
  return { config, warnings }
}

describe('variables that begin with MUSTER_', () => {
  const links = {
    MUSTER_SERVICE_HOST: '10.0.0.1',
    MUSTER_SERVICE_PORT: '5000',
    MUSTER_SERVICE_PORT_HTTP: '5000',
    MUSTER_PORT: 'tcp://10.0.0.1:5000',
    MUSTER_PORT_5000_TCP: 'tcp://10.0.0.1:5000',
    MUSTER_PORT_5000_TCP_PROTO: 'tcp',
    MUSTER_PORT_5000_TCP_PORT: '5000',
    MUSTER_PORT_5000_TCP_ADDR: '10.0.0.1',
    MUSTER_MAIL_RELAY_SERVICE_HOST: '10.0.0.2',
    MUSTER_SMTP_PORT: 'tcp://10.0.0.2:25',
    MUSTER_SMTP_PORT_25_TCP_ADDR: '10.0.0.2',
    MUSTER_DNS_PORT_53_UDP: 'udp://10.0.0.3:53',
  }
  for (const [name, value] of Object.entries(links))
    test(`P4: ${name}=${value}, set by a container platform, is ignored with a warning`, () => {
      const { config, warnings } = warningsOf({ [name]: value })
      assert.equal(config.port, 5000)
      assert.equal(config.smtp_port, undefined)
      assert.equal(warnings.length, 1)
      assert.match(warnings[0] ?? '', new RegExp(`^Ignoring ${name}: set by the container platform`))
    })

  test('P4: a numeric port is read beside the variables of a container platform', () => {
    assert.equal(warningsOf({ ...links, MUSTER_PORT: '5001' }).config.port, 5001)
  })

  test('P4: an invalid port in a setting is an error', () => {
    assert.throws(() => loadConfig({ MUSTER_TOKEN_LIFETIME: 'tcp://10.0.0.1:5000' }), BadConfig)
  })

  for (const name of [
    'MUSTER_KEY',
    'MUSTER_VERSION',
    'MUSTER_LINK',
    'MUSTER_X',
    `MUSTER_${'A'.repeat(9000)}`,
  ])
    test(`N2: ${name.slice(0, 20)}, an unknown setting, is ignored with a warning`, () => {
      const { warnings } = warningsOf({ [name]: 'x' })
      assert.equal(warnings.length, 1)
      assert.match(warnings[0] ?? '', /^Ignoring MUSTER_.*is not a setting/)
      assert.doesNotMatch(warnings[0] ?? '', /=x/, 'the warning does not contain the value')
    })

  test('the variables of the command as a client are no settings, and are ignored without a warning', () => {
    const client = { MUSTER_URL: 'https://muster.test', MUSTER_API_KEY: 'x', MUSTER_PROFILE: 'ci' }
    assert.deepEqual(warningsOf(client).warnings, [])
  })

  const mistakes = {
    MUSTER_PROT: 'MUSTER_PORT',
    MUSTER_HOSTS: 'MUSTER_HOST',
    MUSTER_DATABASE_URI: 'MUSTER_DATABASE_URL',
    MUSTER_PUBLICURL: 'MUSTER_PUBLIC_URL',
    MUSTER_MASTER_KEYS: 'MUSTER_MASTER_KEY',
  }
  for (const [name, meant] of Object.entries(mistakes))
    test(`N2: ${name}, a likely typing mistake, stops the start and names ${meant}`, () => {
      assert.throws(() => loadConfig({ [name]: 'secret' }), {
        message: `${name}: there is no such setting (in the environment). Did you mean ${meant}?`,
      })
    })

  test('N2: every setting has an environment variable', () => {
    const { config } = warningsOf({
      MUSTER_OUTBOUND_ALLOW_HTTP: 'true',
      MUSTER_OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8, 10.0.0.0/8',
      MUSTER_METRICS_FOR: 'none',
      MUSTER_TOKEN_LIFETIME: '60',
    })
    assert.equal(config.outbound_allow_http, true)
    assert.deepEqual(config.outbound_allowed_networks, ['127.0.0.0/8', '10.0.0.0/8'])
    assert.equal(config.metrics_for, 'none')
    assert.equal(config.token_lifetime, 60)
  })
})
