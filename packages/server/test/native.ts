import assert from 'node:assert/strict'
import { adminPassword, type Call, type Called, type TestServer } from './test-server.ts'

export type NativeCall = Pick<Call, 'body' | 'headers'> & { readonly secret?: string | undefined }

export type Native = {
  /** Path below `/api/v1`. */
  readonly call: (method: string, path: string, call?: NativeCall) => Promise<Called>
  /** Signs in and returns the secret. */
  readonly signIn: (username: string, password: string, domainId?: string) => Promise<string>
  /** A session of the system administrator. */
  readonly admin: string
  /** Creates a user with a new name at `/api/v1`. */
  readonly newUser: (more?: object) => Promise<{
    readonly id: string
    readonly username: string
    readonly password: string
    readonly etag: string
  }>
  /** Creates a domain at `/v3` with a user who has the role on it. */
  readonly newDomain: (
    role?: string,
  ) => Promise<{ readonly id: string; readonly secret: string; readonly userId: string }>
  /** A session of a new user with the role on the domain, `reader` by default. */
  readonly newReader: (domainId: string, role?: string) => Promise<string>
}

/** A client of the native API. */
export const nativeClient = async (s: TestServer): Promise<Native> => {
  let count = 0
  const call: Native['call'] = (method, path, { secret, body, headers } = {}) =>
    s.call(method, `/api/v1${path}`, {
      body,
      headers: { ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }), ...headers },
    })
  const signIn: Native['signIn'] = async (username, password, domainId) => {
    const body = { username, password, ...(domainId === undefined ? {} : { domain_id: domainId }) }
    const answer = await call('POST', '/sessions', { body })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.secret
  }
  const admin = await signIn('admin', adminPassword)
  const newUser: Native['newUser'] = async (more = {}) => {
    const n = ++count
    const input = { username: `user-${n}`, password: `phrase of user ${n}`, ...more }
    const made = await call('POST', '/users', { secret: admin, body: input })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return {
      id: made.body.id,
      username: input.username,
      password: input.password,
      etag: String(made.headers['etag']),
    }
  }
  const newMember = async (domainId: string, role: string) => {
    const user = await newUser({ domain_id: domainId })
    const { roles } = (await s.call('GET', `/v3/roles?name=${role}`, { token: s.admin })).body
    const grant = `/v3/domains/${domainId}/users/${user.id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    return { userId: user.id, secret: await signIn(user.username, user.password, domainId) }
  }
  const newDomain: Native['newDomain'] = async (role = 'manager') => {
    const body = { domain: { name: `domain-${++count}` } }
    const { id } = (await s.call('POST', '/v3/domains', { token: s.admin, body })).body.domain
    return { id, ...(await newMember(id, role)) }
  }
  const newReader: Native['newReader'] = async (domainId, role = 'reader') =>
    (await newMember(domainId, role)).secret
  return { call, signIn, admin, newUser, newDomain, newReader }
}

/** Checks problem details and returns their code. */
export const problemOf = ({ status, headers, body }: Called): string => {
  assert.match(String(headers['content-type']), /^application\/problem\+json/)
  assert.equal(body.status, status)
  assert.equal(body.instance, headers['x-request-id'])
  assert.equal(typeof body.title, 'string')
  assert.equal(typeof body.detail, 'string')
  const [, code] = /^\/problems\/([a-z_]+)$/.exec(body.type) ?? assert.fail(body.type)
  return code ?? ''
}
