import assert from 'node:assert/strict'
import { formOf } from './apis/geobox-fixture.ts'
import type { Attacker, AuthorityFixture } from './authority-fixture.ts'
import { type Worth, worthOfBearer, worthOfToken } from './credential-authority.ts'

type Yield = {
  readonly of: readonly string[]
  readonly make: (w: AuthorityFixture, by: Attacker) => Promise<Worth>
}

const post = async (
  { s }: AuthorityFixture,
  { bearer, token }: Attacker,
  path: string,
  body: unknown = {},
) => {
  const proof = path.startsWith('/v3') ? { 'x-auth-token': token } : { authorization: `Bearer ${bearer}` }
  const answer = await s.call('POST', path, { body, headers: proof })
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer
}

const newKey = async (w: AuthorityFixture, by: Attacker) =>
  (await post(w, by, '/api/v1/api-keys', { name: w.fresh('own') })).body
const newRobot = async (w: AuthorityFixture, by: Attacker) => {
  const scope = { type: 'domain', id: w.here }
  const body = { username: w.fresh('robot'), domain_id: w.here, scope, roles: [{ name: 'reader' }] }
  return (await post(w, by, '/api/v1/service-users', body)).body
}
const rotated = async (w: AuthorityFixture, by: Attacker, id: string) =>
  worthOfBearer(w, (await post(w, by, `/api/v1/api-keys/${id}/rotate`)).body.secret)
const newArizeKey = async (w: AuthorityFixture, by: Attacker) =>
  (await post(w, by, '/arize/v2/api-keys', { name: w.fresh('own') })).body
const exchanged = async (w: AuthorityFixture, by: Attacker, identity: object) => {
  const { headers } = await post(w, by, '/v3/auth/tokens', { auth: { identity } })
  return worthOfToken(w, String(headers['x-subject-token']))
}

/** Secrets that a caller may create or rotate, and their authority. */
export const yields: Readonly<Record<string, Yield>> = {
  'native createApiKey': {
    of: ['unrestricted key', 'manager'],
    make: async (w, by) => worthOfBearer(w, (await newKey(w, by)).secret),
  },
  'native createServiceUser': {
    of: ['manager'],
    make: async (w, by) => worthOfBearer(w, (await newRobot(w, by)).secret),
  },
  'native rotateApiKey of its own key': {
    of: ['unrestricted key', 'manager'],
    make: async (w, by) => rotated(w, by, (await newKey(w, by)).api_key.id),
  },
  'native rotateApiKey of a service user': {
    of: ['manager'],
    make: async (w, by) => rotated(w, by, (await newRobot(w, by)).api_key.id),
  },
  'arize createApiKey': {
    of: ['unrestricted key', 'manager'],
    make: async (w, by) => worthOfBearer(w, (await newArizeKey(w, by)).key),
  },
  'arize refreshApiKey': {
    of: ['unrestricted key', 'manager'],
    make: async (w, by) => {
      const { id } = await newArizeKey(w, by)
      return worthOfBearer(w, (await post(w, by, `/arize/v2/api-keys/${id}/refresh`)).body.key)
    },
  },
  'keystone createApplicationCredential': {
    of: ['unrestricted key'],
    make: async (w, by) => {
      const input = { application_credential: { name: w.fresh('own'), unrestricted: true } }
      const { body } = await post(w, by, `/v3/users/${by.userId}/application_credentials`, input)
      const { id, secret } = body.application_credential
      return exchanged(w, by, { methods: ['application_credential'], application_credential: { id, secret } })
    },
  },
  'keystone createToken': {
    of: ['unrestricted key', 'restricted key', 'key with access rules', 'service user'],
    make: (w, by) => exchanged(w, by, { methods: ['token'], token: { id: by.token } }),
  },
  'keystone createOAuth2Token': {
    of: ['unrestricted key'],
    make: async (w, by) => {
      const { api_key, secret } = await newKey(w, by)
      const form = formOf({
        grant_type: 'client_credentials',
        client_id: api_key.id,
        client_secret: secret,
      })
      const answer = await w.s.call('POST', '/v3/OS-OAUTH2/token', form)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return worthOfToken(w, answer.body.access_token)
    },
  },
}
