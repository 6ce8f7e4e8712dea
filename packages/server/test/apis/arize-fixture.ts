import assert from 'node:assert/strict'
import { arize } from '@muster/contract/arize/all.ts'
import { nativeClient } from '../native.ts'
import type { Called } from '../test-server.ts'
import type { Credentials, Given, MakeFixture, Things } from './api-fixture.ts'

/** RFC 9457 with exactly the five members that the clients read. */
export const isArizeProblem = ({ status, headers, body }: Called): boolean =>
  /^application\/problem\+json/.test(String(headers['content-type'])) &&
  Object.keys(body ?? {})
    .sort()
    .join() === 'detail,instance,status,title,type' &&
  body.status === status

/** The id of an object in this API. */
export const arizeId = (kind: string, id: string): string => Buffer.from(`${kind}:1:${id}`).toString('base64')

const predefined = (name: string) => ({ type: 'predefined', name })

/** A domain with an organization, a space, a custom role, a manager and a reader, and the manager of another domain. */
export const arizeFixture: MakeFixture = async (s) => {
  const n = await nativeClient(s)
  const proof = (secret: string): Credentials => ({ headers: { authorization: `Bearer ${secret}` } })
  const [here, there] = [await n.newDomain(), await n.newDomain()]
  const made = await n.call('PATCH', `/users/${here.userId}`, { secret: n.admin, body: { developer: true } })
  assert.equal(made.status, 200)
  const reader = await n.newReader(here.id)
  let count = 0
  const ask = async (method: string, path: string, body?: object): Promise<Called['body']> => {
    const answer = await s.call(method, `/arize/v2${path}`, { body, ...proof(here.secret) })
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const newRole = async () => {
    const body = { role: { name: `role-${++count}`, domain_id: here.id } }
    return arizeId('Role', (await s.call('POST', '/v3/roles', { token: s.system, body })).body.role.id)
  }
  const [roleId, otherRoleId] = [await newRole(), await newRole()]

  const things = async (): Promise<Things> => {
    const email = `person-${++count}@example.com`
    const person = (invite_mode: string) => ({ name: 'Ann', email, role: predefined('member'), invite_mode })
    const user = await ask('POST', '/users', person('none'))
    const organization = await ask('POST', '/organizations', { name: `organization-${count}` })
    const space = await ask('POST', '/spaces', { name: `space-${count}`, organization_id: organization.id })
    const member = { user_id: user.id, role: predefined('member') }
    await ask('POST', `/organizations/${organization.id}/users`, member)
    await ask('POST', `/spaces/${space.id}/users`, member)
    const key = await ask('POST', '/api-keys', { name: `key-${count}` })
    const binding = await ask('POST', '/role-bindings', {
      role_id: roleId,
      user_id: user.id,
      resource_type: 'SPACE',
      resource_id: space.id,
    })
    return {
      user_id: user.id,
      org_id: organization.id,
      space_id: space.id,
      api_key_id: key.id,
      binding_id: binding.id,
    }
  }

  /** A user without bindings. */
  const manager = arizeId('User', here.userId)
  const input = (name: string, { user_id = '', org_id = '', space_id = '' }: Things): Given => {
    const n = ++count
    switch (name) {
      case 'createUser': {
        const role = predefined('annotator')
        const email = `made-${n}@example.com`
        return { body: { name: 'Bob', email, role, invite_mode: 'temporary_password' } }
      }
      case 'updateUser':
        return { body: { name: 'Changed' } }
      case 'createOrganization':
        return { body: { name: `made-${n}` } }
      case 'createSpace':
        return { body: { name: `made-${n}`, organization_id: org_id } }
      case 'updateOrganization':
      case 'updateSpace':
        return { body: { description: 'Changed' } }
      case 'addOrganizationUser':
      case 'addSpaceUser':
        return { body: { user_id, role: predefined('read-only') } }
      case 'createApiKey':
        return { body: { name: `made-${n}`, key_type: 'service', space_id } }
      case 'refreshApiKey':
        return { body: {} }
      case 'listRoleBindings':
        return { query: { resource_type: 'SPACE' } }
      case 'createRoleBinding':
        return { body: { role_id: roleId, user_id: manager, resource_type: 'SPACE', resource_id: space_id } }
      case 'updateRoleBinding':
        return { body: { role_id: otherRoleId } }
      default:
        return {}
    }
  }

  return {
    prefix: '/arize',
    contract: arize,
    things,
    given: input,
    callers: { manager: proof(here.secret), readOnly: proof(reader), foreign: proof(there.secret) },
    isErrorResponse: isArizeProblem,
    open: [],
    readOnlyMay: [
      'getOrganization',
      'getRoleBinding',
      'getSpace',
      'getUser',
      'listApiKeys',
      'listOrganizations',
      'listRoleBindings',
      'listSpaces',
      'listUsers',
    ],
    // A foreign caller creates and lists in its own domain.
    foreignMay: [
      'createOrganization',
      'createUser',
      'listApiKeys',
      'listOrganizations',
      'listRoleBindings',
      'listSpaces',
      'listUsers',
    ],
    // The user of the fixture is active.
    failsPrecondition: { resendInvitation: 400 },
    tellsOnce: ['createApiKey.key', 'createUser.temporary_password', 'refreshApiKey.key'],
  }
}
