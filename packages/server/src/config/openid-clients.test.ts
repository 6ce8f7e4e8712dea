import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadConfig } from './load-config.ts'
import { openIdClientsOf } from './openid-clients.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-openid-clients-'))
after(() => rmSync(folder, { recursive: true }))

const read = (text: string) => {
  const file = join(folder, 'clients.yaml')
  writeFileSync(file, text)
  return openIdClientsOf(loadConfig({ MUSTER_OPENID_CLIENTS: file }))
}

const client = '- { identity_provider: idp, issuer: "https://sso.example.org", client_id: muster'

test('reads registrations, with the secret from a file beside it', () => {
  writeFileSync(join(folder, 'secret'), 'a secret\n')
  assert.deepEqual(read(`${client}, client_secret_file: secret }`), [
    {
      identityProviderId: 'idp',
      protocolId: 'openid',
      issuer: 'https://sso.example.org',
      clientId: 'muster',
      clientSecret: 'a secret',
      clientAuthentication: 'basic',
      audience: 'muster',
      claimPrefix: 'OIDC-',
      scope: 'openid profile email',
      accessTokens: 'jwt',
      userinfo: true,
    },
  ])
  assert.deepEqual(openIdClientsOf(loadConfig({})), [])
})

test('rejects a wrong registration without its secret', () => {
  for (const [text, problem] of [
    ['a: 1', /must be a list/],
    ['- 1', /entry 1: each entry must be a client/],
    ['- { identity_provider: idp }', /entry 1: issuer is missing/],
    [`${client}, isuer: x }`, /entry 1: there is no field isuer/],
    [`${client}, audience: 5 }`, /entry 1: audience must be text/],
    [`${client}, client_secret: hidden, client_secret: hidden }`, /Map keys must be unique/],
    [`${client}, access_tokens: none }`, /access_tokens must be jwt or introspection/],
    [`${client}, client_authentication: none }`, /client_authentication must be basic or post/],
    [`${client}, userinfo: 1 }`, /userinfo must be true or false/],
    [`${client}, client_secret: hidden, client_secret_file: x }`, /not both/],
    [`${client}, client_secret_file: missing }`, /ENOENT/],
    [`${client} }\n${client} }`, /idp with openid is there twice/],
    ['- { identity_provider: i, client_id: c, issuer: "ftp://x" }', /issuer must be the URL/],
    ['- { identity_provider: i, client_id: c, issuer: "https://x/?a" }', /issuer must be the URL/],
  ] as const)
    assert.throws(
      () => read(text),
      (error: Error) => problem.test(error.message) && !error.message.includes('hidden'),
      text,
    )
  assert.throws(() => openIdClientsOf(loadConfig({ MUSTER_OPENID_CLIENTS: join(folder, 'none') })), /ENOENT/)
  assert.throws(
    () => loadConfig({ MUSTER_FEDERATION_FRONT_SERVER_SECRET: 'short' }),
    /at least 32 characters/,
  )
})
