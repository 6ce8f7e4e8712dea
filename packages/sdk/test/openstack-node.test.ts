import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import type { ConnectionOptions } from '../src/openstack/index.ts'
import { ConfigError, loadOptions, UnsupportedSettingError } from '../src/openstack/node/index.ts'

type Files = Readonly<Record<string, string | object>>

/** Loads options from files below an empty folder, which is the home folder and, with `cwd/`, the current one. */
const load = async (
  files: Files,
  variables: Readonly<Record<string, string>> = {},
  source: { cloud?: string; region?: string } = {},
  overrides: Partial<ConnectionOptions> = {},
): Promise<ConnectionOptions> => {
  const home = await mkdtemp(join(tmpdir(), 'muster-sdk-'))
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = join(home, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    }
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value.replace('$HOME', home)]),
    )
    return await loadOptions(
      {
        ...source,
        directory: join(home, 'cwd'),
        environment: { HOME: home, XDG_CONFIG_DIRS: join(home, 'site'), ...environment },
      },
      overrides,
    )
  } finally {
    await rm(home, { recursive: true })
  }
}

const url = 'https://cloud.example/v3'
const password = { type: 'password', user: { id: 'u1' }, password: '0123' } as const
const cloud = { auth: { auth_url: url, user_id: 'u1', password: '0123' } }
const clouds = (settings: object) => ({ clouds: settings })

test('`endpoint` is the address of admin_token, as in keystoneauth', async () => {
  const auth = { endpoint: url, token: 'mst_k_x' }
  const options = await load({ 'cwd/clouds.json': clouds({ muster: { auth_type: 'admin_token', auth } }) })
  assert.deepEqual([options.authUrl, options.auth], [url, { type: 'apiKey', secret: 'mst_k_x' }])
})

test('reads a password and a project from the environment', async () => {
  const options = await load(
    {},
    {
      OS_AUTH_URL: url,
      OS_USERNAME: 'jane',
      OS_PASSWORD: '0123',
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PROJECT_NAME: 'web',
      OS_PROJECT_DOMAIN_ID: 'default',
      OS_REGION_NAME: 'RegionOne',
      OS_INTERFACE: 'internal',
      OS_IDENTITY_API_VERSION: '3',
      OS_TENANT_NAME: '',
    },
  )
  assert.deepEqual(options, {
    authUrl: url,
    auth: [{ type: 'password', user: { name: 'jane', domain: { name: 'Default' } }, password: '0123' }],
    scope: { project: { name: 'web', domain: { id: 'default' } } },
    region: 'RegionOne',
    interface: 'internal',
    endpointOverrides: {},
  })
})

const methods: Readonly<
  Record<string, [variables: Record<string, string>, expected: Partial<ConnectionOptions>]>
> = {
  token: [{ OS_TOKEN: 't' }, { auth: [{ type: 'token', token: 't' }] }],
  'token by its type': [
    { OS_AUTH_TYPE: 'v3token', OS_TOKEN: 't', OS_PASSWORD: 'p' },
    { auth: [{ type: 'token', token: 't' }] },
  ],
  'application credential': [
    {
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_APPLICATION_CREDENTIAL_ID: 'a',
      OS_APPLICATION_CREDENTIAL_SECRET: 's',
    },
    { auth: [{ type: 'applicationCredential', id: 'a', secret: 's' }] },
  ],
  'application credential by its name, without a type': [
    { OS_APPLICATION_CREDENTIAL_NAME: 'a', OS_APPLICATION_CREDENTIAL_SECRET: 's', OS_USER_ID: 'u1' },
    { auth: [{ type: 'applicationCredential', name: 'a', user: { id: 'u1' }, secret: 's' }] },
  ],
  'a token that is sent as it is': [
    { OS_AUTH_TYPE: 'admin_token', OS_TOKEN: 'mst_k_x' },
    { auth: { type: 'apiKey', secret: 'mst_k_x' } },
  ],
  'one-time password': [
    { OS_AUTH_TYPE: 'v3totp', OS_USER_ID: 'u1', OS_PASSCODE: '012345' },
    { auth: [{ type: 'totp', user: { id: 'u1' }, passcode: '012345' }] },
  ],
  'two factors': [
    {
      OS_AUTH_TYPE: 'v3multifactor',
      OS_AUTH_METHODS: 'v3password,v3totp',
      OS_USER_ID: 'u1',
      OS_PASSWORD: '0123',
      OS_PASSCODE: '012345',
    },
    { auth: [password, { type: 'totp', user: { id: 'u1' }, passcode: '012345' }] },
  ],
  'the system': [
    { OS_USER_ID: 'u1', OS_PASSWORD: '0123', OS_SYSTEM_SCOPE: 'all' },
    { auth: [password], scope: { system: 'all' } },
  ],
  'a domain': [
    { OS_USER_ID: 'u1', OS_PASSWORD: '0123', OS_DOMAIN_ID: 'd' },
    { auth: [password], scope: { domain: { id: 'd' } } },
  ],
  'a trust': [
    { OS_USER_ID: 'u1', OS_PASSWORD: '0123', OS_TRUST_ID: 't' },
    { auth: [password], scope: { trust: 't' } },
  ],
  'one domain for user and project': [
    { OS_USERNAME: 'jane', OS_PASSWORD: '0123', OS_PROJECT_NAME: 'web', OS_DOMAIN_ID: 'd' },
    {
      auth: [{ type: 'password', user: { name: 'jane', domain: { id: 'd' } }, password: '0123' }],
      scope: { project: { name: 'web', domain: { id: 'd' } } },
    },
  ],
  'the default domain and the older names': [
    { OS_USERNAME: 'jane', OS_PASSWORD: '0123', OS_TENANT_ID: 'p1', OS_DEFAULT_DOMAIN_ID: 'd' },
    {
      auth: [{ type: 'password', user: { name: 'jane', domain: { id: 'd' } }, password: '0123' }],
      scope: { project: 'p1' },
    },
  ],
}
for (const [title, [variables, expected]] of Object.entries(methods))
  test(`environment: ${title}`, async () => {
    const options = await load({}, { OS_AUTH_URL: url, ...variables })
    assert.deepEqual(options, { authUrl: url, endpointOverrides: {}, ...expected })
  })

const yaml = `
defaults: &defaults
  interface: internal
  identity-endpoint-override: https://proxy.example/identity/v3
clouds:
  production:
    <<: *defaults
    auth:
      auth_url: ${url}
      user_id: u1
      password: 0123
    region_name: one
    api_timeout: 5
`
test('reads clouds.yaml with merge keys, and keeps the zeros of a password', async () => {
  for (const file of [
    'cwd/clouds.yaml',
    '.config/openstack/clouds.yml',
    'site/openstack/clouds.yaml',
    'elsewhere.yaml',
  ])
    assert.deepEqual(await load({ [file]: yaml }, { OS_CLIENT_CONFIG_FILE: '$HOME/elsewhere.yaml' }), {
      authUrl: url,
      auth: [password],
      region: 'one',
      interface: 'internal',
      timeout: 5000,
      endpointOverrides: { identity: 'https://proxy.example/identity/v3' },
    })
})

test('the first file wins, and OS_CLIENT_CONFIG_FILE before it', async () => {
  const at = (name: string) =>
    clouds({ [name]: { auth: { ...cloud.auth, auth_url: `https://${name}.example` } } })
  const files = {
    'cwd/clouds.json': at('here'),
    '.config/openstack/clouds.json': at('home'),
    'named.json': at('named'),
  }
  assert.equal((await load(files)).authUrl, 'https://here.example')
  assert.equal(
    (await load(files, { OS_CLIENT_CONFIG_FILE: '$HOME/named.json' })).authUrl,
    'https://named.example',
  )
})

test('secure.yaml is merged into the clouds', async () => {
  const files = {
    'cwd/clouds.json': clouds({ a: { auth: { auth_url: url, user_id: 'u1' } } }),
    'cwd/secure.yaml': 'clouds:\n  a:\n    auth:\n      password: 0123\n',
  }
  assert.deepEqual((await load(files)).auth, [password])
  const { 'cwd/secure.yaml': secure, ...others } = files
  assert.deepEqual(
    (await load({ ...others, 'own.yaml': secure }, { OS_CLIENT_SECURE_FILE: '$HOME/own.yaml' })).auth,
    [password],
  )
})

test('a profile of clouds-public.yaml is below the settings of the cloud', async () => {
  const profile = { auth: { auth_url: url }, interface: 'admin', 'region-name': 'two' }
  const files = {
    'cwd/clouds.json': clouds({
      a: { profile: 'vendor', interface: 'internal', auth: { user_id: 'u1', password: '0123' } },
    }),
    'cwd/clouds-public.json': { 'public-clouds': { vendor: profile } },
  }
  const options = await load(files)
  assert.deepEqual([options.authUrl, options.interface, options.region], [url, 'internal', 'two'])
})

test('OS_CLOUD, a named cloud and the environment select among clouds', async () => {
  const files = {
    'cwd/clouds.json': clouds({ a: { ...cloud, region_name: 'a' }, b: { ...cloud, region_name: 'b' } }),
  }
  assert.equal((await load(files, { OS_CLOUD: 'b' })).region, 'b')
  assert.equal((await load(files, { OS_CLOUD: 'b' }, { cloud: 'a' })).region, 'a')
  const variables = { OS_AUTH_URL: 'https://other.example', OS_USER_ID: 'u1', OS_PASSWORD: '0123' }
  assert.equal((await load(files, variables)).authUrl, 'https://other.example')
  assert.equal((await load(files, variables, { cloud: 'envvars' })).authUrl, 'https://other.example')
  assert.equal((await load(files, { ...variables, OS_CLOUD: 'a' })).authUrl, url)
})

test('the settings of a region are over those of the cloud', async () => {
  const regions = ['one', { name: 'two', values: { interface: 'admin', auth_url: 'https://two.example' } }]
  const files = { 'cwd/clouds.json': clouds({ a: { ...cloud, regions } }) }
  assert.equal((await load(files)).region, 'one')
  const two = await load(files, { OS_REGION_NAME: 'two' })
  assert.deepEqual([two.region, two.interface, two.authUrl], ['two', 'admin', 'https://two.example'])
  await assert.rejects(
    load(files, {}, { region: 'three' }),
    /three is not a region of this cloud; it has one, two/,
  )
})

test('overrides win, and a fetch of your own allows TLS settings', async () => {
  const files = { 'cwd/clouds.json': clouds({ a: { ...cloud, cacert: '/ca.pem' } }) }
  const options = await load(files, {}, {}, { fetch, scope: 'unscoped' })
  assert.deepEqual([options.scope, options.fetch], ['unscoped', fetch])
})

for (const [setting, settings] of Object.entries({
  verify: { verify: false },
  insecure: { insecure: 'True' },
  cacert: { cacert: '/ca.pem' },
  cert: { cert: '/client.pem', key: '/client.key' },
}))
  test(`${setting} is an UnsupportedSettingError`, async () => {
    await assert.rejects(
      load({ 'cwd/clouds.json': clouds({ a: { ...cloud, ...settings } }) }),
      (error: unknown) => {
        assert.ok(error instanceof UnsupportedSettingError, String(error))
        assert.equal(error.setting, setting)
        assert.match(error.message, /NODE_EXTRA_CA_CERTS|fetch/)
        return true
      },
    )
  })

const invalid: Readonly<Record<string, [setting: RegExp, files: Files, variables?: Record<string, string>]>> =
  {
    'no settings': [/^OS_CLOUD$/, {}],
    'two clouds without a choice': [/^OS_CLOUD$/, { 'cwd/clouds.json': clouds({ a: cloud, b: cloud }) }],
    'an unknown cloud': [
      /^OS_CLOUD$/,
      { 'cwd/clouds.json': clouds({ a: cloud }) },
      { OS_CLOUD: 'constructor' },
    ],
    'a cloud that is a text': [/^OS_CLOUD$/, { 'cwd/clouds.json': clouds({ a: 'b' }) }],
    'invalid YAML': [/clouds\.yaml$/, { 'cwd/clouds.yaml': 'clouds: {a: {password: "0123' }],
    'invalid JSON': [/clouds\.json$/, { 'cwd/clouds.json': '{"password": "0123"' }],
    'an empty file': [/clouds\.yaml$/, { 'cwd/clouds.yaml': '' }],
    'an unknown profile': [
      /^profile$/,
      { 'cwd/clouds.json': clouds({ a: { ...cloud, profile: 'vendor' } }) },
    ],
    'no address': [/^auth_url$/, {}, { OS_USER_ID: 'u1', OS_PASSWORD: '0123' }],
    'no user': [/^username$/, {}, { OS_AUTH_URL: url, OS_PASSWORD: '0123' }],
    'no domain of the user': [
      /^user_domain_id$/,
      {},
      { OS_AUTH_URL: url, OS_USERNAME: 'jane', OS_PASSWORD: '0123' },
    ],
    'no password': [/^password$/, {}, { OS_AUTH_URL: url, OS_USER_ID: 'u1' }],
    'no domain of the project': [
      /^project_domain_id$/,
      {},
      { OS_AUTH_URL: url, OS_USER_ID: 'u1', OS_PASSWORD: '0123', OS_PROJECT_NAME: 'web' },
    ],
    'two scopes': [
      /^system_scope$/,
      {},
      { OS_AUTH_URL: url, OS_USER_ID: 'u1', OS_PASSWORD: '0123', OS_PROJECT_ID: 'p', OS_SYSTEM_SCOPE: 'all' },
    ],
    'a scope beside an API key': [
      /^system$/,
      {},
      { OS_AUTH_URL: url, OS_AUTH_TYPE: 'admin_token', OS_TOKEN: 'mst_k_x', OS_SYSTEM_SCOPE: 'all' },
    ],
    'an unsupported type': [
      /^auth_type$/,
      {},
      { OS_AUTH_URL: url, OS_AUTH_TYPE: 'v3oidcpassword', OS_PASSWORD: '0123' },
    ],
    'an older API': [
      /^identity_api_version$/,
      {},
      { OS_AUTH_URL: url, OS_USER_ID: 'u1', OS_PASSWORD: '0123', OS_IDENTITY_API_VERSION: '2' },
    ],
    'an unknown interface': [
      /^interface$/,
      {},
      { OS_AUTH_URL: url, OS_USER_ID: 'u1', OS_PASSWORD: '0123', OS_INTERFACE: 'private' },
    ],
    'an invalid timeout': [
      /^api_timeout$/,
      { 'cwd/clouds.json': clouds({ a: { ...cloud, api_timeout: 'soon' } }) },
    ],
    'a scope of an application credential': [
      /^project$/,
      {},
      {
        OS_AUTH_URL: url,
        OS_APPLICATION_CREDENTIAL_ID: 'a',
        OS_APPLICATION_CREDENTIAL_SECRET: '0123',
        OS_PROJECT_ID: 'p',
      },
    ],
  }
for (const [title, [setting, files, variables]] of Object.entries(invalid))
  test(`${title} is a ConfigError without secrets`, async () => {
    await assert.rejects(load(files, variables), (error: unknown) => {
      assert.ok(error instanceof ConfigError, String(error))
      assert.match(error.setting, setting)
      assert.ok(!inspect(error, { depth: 9 }).includes('0123'), inspect(error))
      return true
    })
  })
