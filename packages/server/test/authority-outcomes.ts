import assert from 'node:assert/strict'
import type { Attacker, AuthorityFixture } from './authority-fixture.ts'
import { assertWithin, worthOfBearer, worthOfEc2 } from './credential-authority.ts'
import type { Called } from './test-server.ts'

export const prefixes: Readonly<Record<string, string>> = {
  native: '/api/v1',
  arize: '/arize',
  geobox: '/geobox/v1',
  julep: '/julep/api',
  roboto: '/roboto',
  keystone: '/v3',
}

const keysOf = (body: unknown) =>
  Object.keys((body ?? {}) as object)
    .sort()
    .join()

/** Whether a response is an error in the format of the API. */
export const isErrorOf = (api: string, { status, headers, body }: Called): boolean => {
  const isProblem = /^application\/problem\+json/.test(String(headers['content-type']))
  switch (api) {
    case 'native':
      return isProblem && /^\/problems\/[a-z_0-9]+$/.test(body.type) && body.status === status
    case 'arize':
      return isProblem && keysOf(body) === 'detail,instance,status,title,type' && body.status === status
    case 'roboto':
      return keysOf(body) === 'error' && keysOf(body.error) === 'error_code,message'
    case 'keystone':
      return body?.error?.code === status || typeof body?.error === 'string'
    default:
      return keysOf(body) === 'detail' || keysOf(body) === 'data,message,status_code'
  }
}

type Expected = {
  /** Why the request is allowed. */
  readonly why: string
  readonly of: readonly string[]
  /** Tables that may change. */
  readonly changes: readonly string[]
  /** A condition of the response. */
  readonly check?: (w: AuthorityFixture, by: Attacker, answer: Called) => Promise<void>
}

const everyBearer = ['restricted key', 'unrestricted key', 'manager', 'service user']
const profile = ['events', 'user_search', 'users']
const newNames = [...profile, 'unique_names']

/** Successful responses that yield no more than the caller has. */
export const expected: Readonly<Record<string, Expected>> = {
  'native restoreUser': {
    why: 'a restored user has no roles',
    of: ['manager'],
    changes: newNames,
    check: async ({ s }, _by, { body }) => {
      const { assignments } = s.muster.store.reading
      assert.deepEqual(await assignments.list({ actors: [{ type: 'user', id: body.id }] }), [])
    },
  },
  'native sendRows': {
    why: 'each row is rejected separately',
    of: ['manager'],
    changes: ['events', 'import_errors', 'imports'],
    check: async (_w, _by, { body }) => assert.match(body, /administrator_protected/),
  },
  'native requestRecovery': {
    why: 'the answer is the same for every name, and the link is sent to the user',
    of: everyBearer,
    changes: ['recovery_requests'],
    check: async (_w, _by, { body }) => assert.equal(body, undefined),
  },
  'geobox createApiKey': {
    why: 'the key of the caller itself, with what the caller has',
    of: ['unrestricted key'],
    changes: ['api_keys', 'application_credential_roles', 'application_credentials', 'events', 'used_ids'],
    check: async (w, by, { body }) => assertWithin(w, by, await worthOfBearer(w, body.key)),
  },
  'geobox updateApiKey': {
    why: 'another name of a key of the same user',
    of: ['unrestricted key'],
    changes: ['api_keys', 'application_credentials', 'events'],
  },
  'julep createUser': {
    why: 'a user of the own domain without roles',
    of: ['manager'],
    changes: [...newNames, 'used_ids'],
  },
  'roboto updateUser': {
    why: 'names and pictures prove nothing (decision 0012)',
    of: ['restricted key', 'unrestricted key', 'manager'],
    changes: profile,
  },
  'keystone createCredential': {
    why: 'an EC2 key records the delegation that it was made by',
    of: ['unrestricted key', 'key with access rules', 'trust token', 'OAuth 1.0 token'],
    changes: ['credentials', 'events'],
    check: async (w, by, { body }) => {
      const { access, secret } = JSON.parse(body.credential.blob)
      await assertWithin(w, by, await worthOfEc2(w, { access, secret }))
    },
  },
}

/** Errors about the state or the format of the request, not about the caller. */
export const otherStatuses: Readonly<Record<string, readonly number[]>> = {
  'native acceptInvitation': [400],
  'native beginSecondFactor': [400],
  'native changeOwnPassword': [400],
  'native changePassword': [400],
  'native confirmSecondFactor': [400],
  'native createApiKey': [400],
  'native inviteUser': [400, 409],
  'native resetPassword': [400],
  'arize createUser': [409],
  'arize createRoleBinding': [400],
  'arize updateRoleBinding': [400],
  'roboto createUser': [409],
  'keystone createAccessToken': [400],
  'keystone createApplicationCredential': [400],
}
