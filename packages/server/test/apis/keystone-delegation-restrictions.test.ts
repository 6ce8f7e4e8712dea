import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { delegationRestrictions } from '../../src/core/kernel/rules/delegation-restrictions.ts'
import { type AuthorityBase, authorityBase, password } from '../authority-base.ts'
import { onProject, userActor } from '../builders.ts'
import { onEachDatabase } from '../databases.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import { delegationsOf } from './keystone-delegations.ts'

/** Every kind of credential of one user. The token is that of an application credential with the flag of its name. */
const kinds = [
  'restricted key',
  'restricted token',
  'unrestricted key',
  'unrestricted token',
  'session',
] as const
type Kind = (typeof kinds)[number]

/** An administrator of its own project: the rules allow everything, so that only a delegation is an obstacle. */
type Owner = {
  readonly kind: Kind
  readonly userId: string
  readonly projectId: string
  /** Objects of the user, by the names of path parameters. */
  readonly things: Readonly<Record<string, string>>
  /** An API key of the user that no request of this test authenticates with. */
  readonly keyId: string
  readonly ask: (method: string, path: string, body?: object) => Promise<Called>
}

type Row = {
  /** Sends the request of the rule. */
  readonly send: (owner: Owner) => Promise<Called>
  readonly open: readonly Kind[]
  /** An operation of the native API, where tokens are 401. */
  readonly isNative?: true
}

const withoutDelegation: readonly Kind[] = ['session']
const unrestricted: readonly Kind[] = ['unrestricted key', 'unrestricted token', 'session']

type Path = (things: Owner['things']) => string

const ask =
  (method: string, path: Path, body?: (owner: Owner) => object): Row['send'] =>
  (owner) =>
    owner.ask(method, path(owner.things), body?.(owner))
const askNative = (method: string, path: (owner: Owner) => string, body?: object): Row['send'] => {
  return (owner) => owner.ask(method, `/api/v1${path(owner)}`, body)
}

const credentials: Path = (t) => `/v3/users/${t['user_id']}/application_credentials`
const credential: Path = (t) => `${credentials(t)}/${t['application_credential_id']}`
const accessRules: Path = (t) => `/v3/users/${t['user_id']}/access_rules`
const accessRule: Path = (t) => `${accessRules(t)}/${t['access_rule_id']}`
const accessTokens: Path = (t) => `/v3/users/${t['user_id']}/OS-OAUTH1/access_tokens`
const accessToken: Path = (t) => `${accessTokens(t)}/${t['access_token_id']}`
const trusts: Path = () => '/v3/OS-TRUST/trusts'
const trust: Path = (t) => `${trusts(t)}/${t['trust_id']}`
const ec2: Path = (t) => `/v3/users/${t['user_id']}/credentials/OS-EC2`
const seed: Path = (t) => `/v3/credentials/${t['seed']}`
const mapping: Path = (t) => `/v3/OS-FEDERATION/mappings/${t['user_id']}`
const provider: Path = (t) => `/v3/OS-FEDERATION/identity_providers/${t['user_id']}`
const protocol: Path = (t) => `${provider(t)}/protocols/saml2`
const newMapping = {
  mapping: { rules: [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }] },
}
const newProtocol = ({ userId }: Owner) => ({ protocol: { mapping_id: userId } })
const domainConfig: Path = () => '/v3/domains/default/config'
const apiKey = ({ keyId }: Owner) => `/api-keys/${keyId}`

const createEc2Key = ask('POST', ec2, ({ projectId }) => ({ tenant_id: projectId }))
/** A delegated caller may delete only key pairs that it created. */
const deleteEc2Key: Row['send'] = async (owner) => {
  const { body } = await createEc2Key(owner)
  const access = body.credential?.access ?? owner.things['OS-EC2 credential_id']
  return owner.ask('DELETE', `${ec2(owner.things)}/${access}`)
}

const newTrust = ({ userId, projectId, things }: Owner) => ({
  trust: {
    trustor_user_id: userId,
    trustee_user_id: things['trustee_user_id'],
    impersonation: true,
    project_id: projectId,
    roles: [{ name: 'reader' }],
  },
})

/** By rule, in this order: what is deleted was read before, and the last one deletes its caller. */
const rows: Readonly<Record<string, Row>> = {
  'identity:create_application_credential': {
    send: ask('POST', credentials, () => ({ application_credential: { name: 'another' } })),
    open: unrestricted,
  },
  'identity:list_application_credentials': { send: ask('GET', credentials), open: kinds },
  'identity:get_application_credential': { send: ask('GET', credential), open: kinds },
  'identity:delete_application_credential': { send: ask('DELETE', credential), open: unrestricted },
  'identity:create_domain_config': {
    send: ask('PUT', domainConfig, () => ({ config: { ldap: { url: 'ldap://ldap.example' } } })),
    open: unrestricted,
  },
  'identity:update_domain_config': {
    send: ask('PATCH', domainConfig, () => ({ config: { ldap: { page_size: 10 } } })),
    open: unrestricted,
  },
  'identity:delete_domain_config': { send: ask('DELETE', domainConfig), open: unrestricted },
  'muster:create_api_key': {
    send: askNative('POST', () => '/api-keys', { name: 'another key' }),
    open: unrestricted,
    isNative: true,
  },
  'muster:list_api_keys': { send: askNative('GET', () => '/api-keys'), open: kinds, isNative: true },
  'muster:get_api_key': { send: askNative('GET', apiKey), open: kinds, isNative: true },
  'muster:update_api_key': {
    send: askNative('PATCH', apiKey, { description: 'changed' }),
    open: unrestricted,
    isNative: true,
  },
  'muster:rotate_api_key': {
    send: askNative('POST', (owner) => `${apiKey(owner)}/rotate`, {}),
    open: unrestricted,
    isNative: true,
  },
  'muster:delete_api_key': { send: askNative('DELETE', apiKey), open: unrestricted, isNative: true },
  'muster:list_own_second_factors': {
    send: askNative('GET', () => '/me/second-factors'),
    open: kinds,
    isNative: true,
  },
  'muster:manage_own_second_factors': {
    send: askNative('POST', () => '/me/second-factors/enrolments', { current_password: password }),
    open: withoutDelegation,
    isNative: true,
  },
  'muster:reset_user_second_factors': {
    send: askNative('DELETE', ({ userId }) => `/users/${userId}/second-factors`),
    open: withoutDelegation,
    isNative: true,
  },
  'muster:set_own_password': {
    send: askNative('POST', () => '/me/password', {
      current_password: password,
      password: 'another phrase for one of them',
    }),
    open: withoutDelegation,
    isNative: true,
  },
  'identity:list_access_rules': { send: ask('GET', accessRules), open: kinds },
  'identity:get_access_rule': { send: ask('GET', accessRule), open: kinds },
  'identity:delete_access_rule': { send: ask('DELETE', accessRule), open: unrestricted },
  'identity:create_trust': { send: ask('POST', trusts, newTrust), open: withoutDelegation },
  'identity:list_trusts': { send: ask('GET', trusts), open: withoutDelegation },
  'identity:list_trusts_for_trustor': {
    send: ask('GET', (t) => `${trusts(t)}?trustor_user_id=${t['user_id']}`),
    open: withoutDelegation,
  },
  'identity:list_trusts_for_trustee': {
    send: ask('GET', (t) => `${trusts(t)}?trustee_user_id=${t['user_id']}`),
    open: withoutDelegation,
  },
  'identity:get_trust': { send: ask('GET', trust), open: withoutDelegation },
  'identity:list_roles_for_trust': {
    send: ask('GET', (t) => `${trust(t)}/roles`),
    open: withoutDelegation,
  },
  'identity:get_role_for_trust': {
    send: ask('GET', (t) => `${trust(t)}/roles/${t['role_id']}`),
    open: withoutDelegation,
  },
  'identity:delete_trust': { send: ask('DELETE', trust), open: withoutDelegation },
  'identity:ec2_create_credential': { send: createEc2Key, open: unrestricted },
  'identity:ec2_delete_credential': { send: deleteEc2Key, open: unrestricted },
  'identity:authorize_request_token': {
    send: ask(
      'PUT',
      (t) => `/v3/OS-OAUTH1/authorize/${t['request_token_id']}`,
      () => ({ roles: [{ name: 'reader' }] }),
    ),
    open: withoutDelegation,
  },
  'identity:list_access_tokens': { send: ask('GET', accessTokens), open: withoutDelegation },
  'identity:get_access_token': { send: ask('GET', accessToken), open: withoutDelegation },
  'identity:list_access_token_roles': {
    send: ask('GET', (t) => `${accessToken(t)}/roles`),
    open: withoutDelegation,
  },
  'identity:get_access_token_role': {
    send: ask('GET', (t) => `${accessToken(t)}/roles/${t['role_id']}`),
    open: withoutDelegation,
  },
  'identity:delete_access_token': { send: ask('DELETE', accessToken), open: withoutDelegation },
  'identity:create_mapping': { send: ask('PUT', mapping, () => newMapping), open: unrestricted },
  'identity:update_mapping': { send: ask('PATCH', mapping, () => newMapping), open: unrestricted },
  'identity:create_identity_provider': {
    send: ask('PUT', provider, () => ({ identity_provider: {} })),
    open: unrestricted,
  },
  'identity:update_identity_provider': {
    send: ask('PATCH', provider, () => ({ identity_provider: { enabled: true } })),
    open: unrestricted,
  },
  'identity:create_protocol': { send: ask('PUT', protocol, newProtocol), open: unrestricted },
  'identity:update_protocol': { send: ask('PATCH', protocol, newProtocol), open: unrestricted },
  'muster:list_own_project_members': {
    send: askNative('GET', ({ projectId }) => `/me/projects/${projectId}/members`),
    open: withoutDelegation,
    isNative: true,
  },
  'muster:leave_project': {
    send: askNative('DELETE', ({ projectId }) => `/me/projects/${projectId}`),
    open: withoutDelegation,
    isNative: true,
  },
  'muster:delete_own_user': { send: askNative('DELETE', () => '/me'), open: unrestricted, isNative: true },
}

const newSeed = (userId: string) => ({
  credential: { user_id: userId, type: 'totp', blob: 'GEZDGNBVGY3TQOJQ' },
})

/** Restrictions inside of operations: a seed of one-time passwords is a second factor of the user. */
const seeds: Readonly<Record<string, Row>> = {
  'creating a TOTP seed': {
    send: ask(
      'POST',
      () => '/v3/credentials',
      ({ userId }) => newSeed(userId),
    ),
    open: withoutDelegation,
  },
  'reading a TOTP seed': { send: ask('GET', seed), open: withoutDelegation },
  'changing a TOTP seed': {
    send: ask('PATCH', seed, () => ({ credential: { blob: 'GEZDGNBVGY3TQOJR' } })),
    open: withoutDelegation,
  },
  'deleting a TOTP seed': { send: ask('DELETE', seed), open: withoutDelegation },
}

test('T05, T08, T09: this test has a request for every rule that restricts delegated callers', () => {
  assert.deepEqual(Object.keys(rows).toSorted(), Object.keys(delegationRestrictions).toSorted())
})

onEachDatabase('restrictions of delegated callers at Identity v3', (makePlace) => {
  let s: TestServer
  let base: AuthorityBase
  let owners: readonly Owner[]
  before(async () => {
    s = await startTestServer(await makePlace())
    base = await authorityBase(s)
    const made: Owner[] = []
    for (const kind of kinds) made.push(await ownerWith(kind))
    owners = made
  })
  after(() => s.close())

  /** The credential that the kind names. */
  const credentialOf = async (kind: Kind, userId: string, projectId: string): Promise<string> => {
    const { here, keyOf, tokenOfKey, n, reading } = base
    const { name = '' } = (await reading.users.get(userId)) ?? {}
    if (kind === 'session') return n.signIn(name, password, here)
    const { key, secret } = await keyOf(userId, 'admin', onProject(projectId), {
      unrestricted: kind.startsWith('unrestricted'),
    })
    return kind.endsWith('key') ? secret : tokenOfKey(key.id, secret)
  }

  const ownerWith = async (kind: Kind): Promise<Owner> => {
    const { make, here, roles, newUser, keyOf, post } = base
    const [userId, projectId, trusteeId] = [await newUser(), await make.project(here), await newUser()]
    await make.give(userActor(userId), roles.admin, onProject(projectId))
    const user = { default_project_id: projectId }
    const changed = await s.call('PATCH', `/v3/users/${userId}`, { token: s.system, body: { user } })
    assert.equal(changed.status, 200)
    const token = await s.signIn({ id: userId, password }, { project: { id: projectId } })
    const delegations = await delegationsOf(s, { token, userId, projectId, roleId: roles.admin, trusteeId })
    const made = await post('/v3/credentials', { token, body: newSeed(userId) })
    const secret = await credentialOf(kind, userId, projectId)
    const isToken = kind.endsWith('token')
    return {
      kind,
      userId,
      projectId,
      keyId: (await keyOf(userId, 'admin', onProject(projectId))).key.id,
      things: {
        ...delegations,
        user_id: userId,
        role_id: roles.admin,
        trustee_user_id: trusteeId,
        seed: made.body.credential.id,
      },
      ask: (method, path, body) =>
        s.call(method, path, {
          body,
          headers: isToken ? { 'x-auth-token': secret } : { authorization: `Bearer ${secret}` },
        }),
    }
  }

  const check = async ({ send, open, isNative }: Row) => {
    for (const owner of owners) {
      if (isNative && owner.kind.endsWith('token')) continue
      const { status, body } = await send(owner)
      const why = `${owner.kind}: ${status} ${JSON.stringify(body)}`
      if (open.includes(owner.kind)) assert.ok(status < 300, why)
      else {
        assert.equal(status, 403, why)
        assert.match(body.error?.message ?? body.detail, /delegated credentials/i, why)
      }
    }
  }

  for (const [what, row] of Object.entries({ ...seeds, ...rows }))
    test(`T05, T08, T09: ${what}`, () => check(row))
})
