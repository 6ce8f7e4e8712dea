import assert from 'node:assert/strict'
import { geobox } from '@muster/contract/geobox/all.ts'
import { nativeClient } from '../native.ts'
import type { TestServer } from '../test-server.ts'
import type { Credentials, Given, MakeFixture, Things } from './api-fixture.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** Encodes a password as the client does (geobox.md section 8). */
export const encoded = (password: string): string =>
  Buffer.from(
    Array.from(password, (email) => String.fromCodePoint((email.codePointAt(0) ?? 0) ^ 42)).join(''),
  ).toString('base64')

export const formOf = (fields: Readonly<Record<string, string>>): Given => ({
  body: new URLSearchParams(fields).toString(),
  headers: form,
})

export const planFields = (name: string) => ({
  name,
  plan_color: '#00FF00',
  number_of_days: 30,
  storage: 10,
  concurrent_tasks: 10,
  daily_api_calls: 10,
  monthly_api_calls: 10,
  daily_traffic: 10,
  monthly_traffic: 10,
  daily_process: 10,
  monthly_process: 10,
})

export const userFields = (username: string) => ({
  username,
  email: `${username}@example.com`,
  password: encoded(`a phrase of ${username}`),
  role: 'Publisher',
  status: 'Active',
  first_name: 'Ann',
  last_name: 'Lee',
  mobile: '+98 9120123456',
})

/** A developer of a domain, with an optional role on it. */
export const geoboxPeople = async (s: TestServer) => {
  const n = await nativeClient(s)
  const newPerson = async (domainId: string, role?: string) => {
    const user = await n.newUser({ domain_id: domainId, developer: true })
    if (role !== undefined) {
      const { roles } = (await s.call('GET', `/v3/roles?name=${role}`, { token: s.admin })).body
      const grant = `/v3/domains/${domainId}/users/${user.id}/roles/${roles[0].id}`
      assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    }
    return { ...user, secret: await n.signIn(user.username, user.password, domainId) }
  }
  const newDomain = async () => {
    const name = `account-${++count}`
    const made = await s.call('POST', '/v3/domains', { token: s.admin, body: { domain: { name } } })
    const { id } = made.body.domain
    return { id, name, manager: await newPerson(id, 'manager') }
  }
  let count = 0
  return { native: n, newPerson, newDomain }
}

export const geoboxFixture: MakeFixture = async (s) => {
  const { newPerson, newDomain } = await geoboxPeople(s)
  const proof = (secret: string): Credentials => ({ headers: { authorization: `Bearer ${secret}` } })
  const [here, there] = [await newDomain(), await newDomain()]
  const reader = await newPerson(here.id, 'reader')
  const unprivileged = await newPerson(here.id)
  let count = 0
  const call = async (method: string, path: string, input: Given = {}) => {
    const headers = { ...proof(here.manager.secret).headers, ...input.headers }
    const answer = await s.call(method, `/geobox/v1${path}`, { body: input.body, headers })
    assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const newUser = async () => {
    const username = `made-${++count}`
    return { ...(await call('POST', '/users/', { body: userFields(username) })), username }
  }
  const newPlan = async (): Promise<number> =>
    (await call('POST', '/plans/', { body: planFields(`plan ${++count}`) })).id
  const newKey = async (): Promise<number> =>
    (await call('POST', '/apikeys/', formOf({ name: `key ${++count}` }))).id
  const sessionOf = async (id: number, username: string): Promise<string> => {
    const login = formOf({ username: `${here.name}\\${username}`, password: `a phrase of ${username}` })
    await call('POST', '/auth/token/', login)
    return (await call('GET', `/users/${id}/sessions/`))[0].uuid
  }
  const things = async (name: string): Promise<Things> => {
    const { path } = geobox[name as keyof typeof geobox]
    const made: Record<string, string> = {}
    if (path.includes('{user_id}')) {
      const { id, username } = await newUser()
      made['user_id'] = String(id)
      if (name === 'renewPlan') await call('PUT', `/users/${id}/`, { body: { plan_id: await newPlan() } })
      if (name === 'closeSession') made['session_uuid'] = await sessionOf(id, username)
    }
    if (path.includes('{plan_id}')) made['plan_id'] = String(await newPlan())
    if (path.includes('{key_id}')) made['key_id'] = String(await newKey())
    return made
  }
  const input = (name: string, { session_uuid = '' }: Things): Given => {
    switch (name) {
      case 'signIn': {
        const { username, password } = here.manager
        return formOf({ username: `${here.name}\\${username}`, password })
      }
      case 'listUsers':
      case 'listPlans':
        return { query: { f: 'json', return_count: 'False', skip: '0', limit: '10' } }
      case 'createUser':
        return { body: userFields(`given-${++count}`) }
      case 'updateUser':
        return {
          body: {
            username: `given-${++count}`,
            first_name: 'Anna',
            role: 'Editor',
            mobile: null,
            plan_id: null,
          },
        }
      case 'changePassword':
        return formOf({ new_password: encoded('another phrase of mine') })
      case 'closeSession':
        return { body: { session_uuid } }
      case 'createPlan':
        return { body: planFields(`given ${++count}`) }
      case 'updatePlan':
        return { body: { description: 'Changed', storage: 20 } }
      case 'createApiKey':
      case 'updateApiKey':
        return formOf({ name: `given ${++count}` })
      default:
        return {}
    }
  }
  return {
    prefix: '/geobox/v1',
    contract: geobox,
    things,
    given: input,
    callers: {
      manager: proof(here.manager.secret),
      readOnly: proof(reader.secret),
      foreign: proof(there.manager.secret),
      unprivileged: proof(unprivileged.secret),
    },
    isErrorResponse: ({ status, headers, body }) =>
      [401, 403, 404, 422].includes(status) &&
      /^application\/json/.test(String(headers['content-type'])) &&
      Object.keys(body ?? {}).join() === 'detail' &&
      (typeof body.detail === 'string' ||
        body.detail.every((one: object) => Object.keys(one).join() === 'loc,msg,type')),
    open: ['signIn'],
    readOnlyMay: ['createApiKey', 'getPlan', 'listApiKeys', 'listPlans'],
    // A foreign caller creates and lists objects of its own domain.
    foreignMay: [
      'createApiKey',
      'createPlan',
      'createUser',
      'listApiKeys',
      'listPlans',
      'listUsers',
      'searchUsers',
    ],
    unprivilegedMay: ['listApiKeys'],
    tellsOnce: ['createApiKey.key', 'signIn.access_token'],
  }
}
