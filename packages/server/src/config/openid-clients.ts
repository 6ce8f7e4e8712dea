import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { BadConfig } from './load-config.ts'
import type { Config } from './settings-table.ts'

const texts = [
  'identity_provider',
  'protocol',
  'issuer',
  'client_id',
  'client_secret',
  'client_secret_file',
  'client_authentication',
  'audience',
  'claim_prefix',
  'scope',
  'access_tokens',
] as const
const required = ['identity_provider', 'issuer', 'client_id'] as const

type Texts = { readonly [K in (typeof texts)[number]]?: string }

/** Throws an Error that says what is wrong. */
const readEntry = (entry: unknown): Texts & { readonly userinfo?: boolean } => {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw new Error('each entry must be a client with its fields')
  for (const [name, value] of Object.entries(entry)) {
    if (name === 'userinfo') {
      if (typeof value !== 'boolean') throw new Error('userinfo must be true or false')
    } else if (!texts.some((text) => text === name)) throw new Error(`there is no field ${name}`)
    else if (typeof value !== 'string' || value === '') throw new Error(`${name} must be text`)
  }
  for (const name of required) if (!Object.hasOwn(entry, name)) throw new Error(`${name} is missing`)
  return entry
}

const oneOf = <T extends string>(name: string, value: string, allowed: readonly T[]): T => {
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new Error(`${name} must be ${allowed.join(' or ')}`)
  return found
}

const secretOf = ({ client_secret, client_secret_file }: Texts, folder: string): string | undefined => {
  if (client_secret !== undefined && client_secret_file !== undefined)
    throw new Error('set either client_secret or client_secret_file, not both')
  if (client_secret_file === undefined) return client_secret
  return readFileSync(resolve(folder, client_secret_file), 'utf8').trim()
}

const readClient = (input: unknown, folder: string) => {
  const entry = readEntry(input)
  const { identity_provider = '', issuer = '', client_id = '' } = entry
  if (!/^https?:\/\/[^?#]+$/.test(issuer) || !URL.canParse(issuer))
    throw new Error('issuer must be the URL of the provider, without query')
  return {
    identityProviderId: identity_provider,
    protocolId: entry.protocol ?? 'openid',
    issuer,
    clientId: client_id,
    clientSecret: secretOf(entry, folder),
    clientAuthentication: oneOf('client_authentication', entry.client_authentication ?? 'basic', [
      'basic',
      'post',
    ]),
    audience: entry.audience ?? client_id,
    claimPrefix: entry.claim_prefix ?? 'OIDC-',
    scope: entry.scope ?? 'openid profile email',
    accessTokens: oneOf('access_tokens', entry.access_tokens ?? 'jwt', ['jwt', 'introspection']),
    userinfo: entry.userinfo ?? true,
  }
}

/** A registration of this server at an OpenID provider. */
export type OpenIdClientEntry = ReturnType<typeof readClient>

/** The registrations of `openid_clients`. Throws a `BadConfig` that names the wrong entry and never contains a secret. */
export const openIdClientsOf = ({ openid_clients: path }: Config): readonly OpenIdClientEntry[] => {
  if (path === undefined) return []
  let at = ''
  try {
    const entries: unknown = parse(readFileSync(path, 'utf8'))
    if (!Array.isArray(entries)) throw new Error('it must be a list of clients')
    const clients = entries.map((entry, index) => {
      at = `entry ${index + 1}: `
      return readClient(entry, dirname(path))
    })
    const keys = clients.map((client) => `${client.identityProviderId} with ${client.protocolId}`)
    const repeated = keys.find((key, index) => keys.indexOf(key) < index)
    if (repeated !== undefined) throw new Error(`${repeated} is there twice`)
    return clients
  } catch (error) {
    // The YAML parser quotes the text, which can have a secret, from the second line on.
    const [problem = ''] = (error as Error).message.split('\n')
    throw new BadConfig([`openid_clients ${path} is invalid: ${at}${problem}`])
  }
}
