import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TokenView } from '../tokens/token.ts'
import { isLimited, mayAsk, speaksForService } from './allowed-requests.ts'

type Limited = Pick<TokenView, 'delegated' | 'catalog'>

const catalog = ['identity', 'compute'].map((type) => ({ id: type, type, name: type, endpoints: [] }))
const token = (rules: readonly (readonly [string, string, string])[] | null, of = catalog): Limited => ({
  catalog: of,
  delegated: {
    kind: 'application_credential',
    id: 'a',
    name: 'key',
    restricted: true,
    accessRules:
      rules?.map(([service, method, path], n) => ({ id: String(n), userId: 'u', service, method, path })) ??
      null,
  },
})
const request = (method: string, path: string, service = 'identity') => ({ service, method, path })

describe('requests allowed by access rules', () => {
  test('all requests are allowed without access rules', () => {
    const plain: Limited = { catalog, delegated: undefined }
    for (const view of [plain, token(null)]) {
      assert.ok(!isLimited(view))
      assert.ok(mayAsk(view, request('DELETE', '/v3/users/1')))
    }
    assert.ok(isLimited(token([])))
    assert.ok(!mayAsk(token([]), request('GET', '/v3/users')))
  })

  test('service, method and path of one rule must all match', () => {
    const view = token([
      ['identity', 'GET', '/v3/users'],
      ['identity', 'POST', '/v3/roles'],
      ['compute', 'GET', '/v3/groups'],
    ])
    assert.ok(mayAsk(view, request('GET', '/v3/users')))
    assert.ok(mayAsk(view, request('POST', '/v3/roles')))
    assert.ok(mayAsk(view, request('GET', '/v3/groups', 'compute')))
    assert.ok(!mayAsk(view, request('GET', '/v3/roles')))
    assert.ok(!mayAsk(view, request('POST', '/v3/users')))
    assert.ok(!mayAsk(view, request('GET', '/v3/groups')))
    assert.ok(!mayAsk(view, request('HEAD', '/v3/users')))
    assert.ok(!mayAsk(view, request('get', '/v3/users')))
  })

  test('a service outside the catalog of the token never matches', () => {
    const view = token([['identity', 'GET', '/**']], [])
    assert.ok(!mayAsk(view, request('GET', '/v3/users')))
    assert.ok(mayAsk(view, request('GET', '/v3/auth/tokens')), 'a token can always be validated')
  })

  test('token validation is a GET at the identity service', () => {
    const view = token([])
    assert.ok(mayAsk(view, request('GET', '/v3/auth/tokens')))
    for (const other of [
      request('POST', '/v3/auth/tokens'),
      request('GET', '/v3/auth/tokens/x'),
      request('GET', '/x/v3/auth/tokens'),
      request('GET', '/v3/auth/tokens', 'compute'),
    ])
      assert.ok(!mayAsk(view, other))
  })

  test('a service user is recognised by the role service', () => {
    const roles = (...names: string[]) => ({ roles: names.map((name) => ({ id: name, name })) })
    assert.ok(speaksForService(roles('reader', 'Service')))
    assert.ok(!speaksForService(roles('admin', 'services')))
    assert.ok(!speaksForService(roles()))
  })
})
