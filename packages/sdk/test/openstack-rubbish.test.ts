import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ClientError, Connection } from '../src/openstack/index.ts'
import { tokenBody } from './fake-keystone.ts'

const named = { id: 'i1', name: 'n1', domain: { id: 'd1', name: 'Default' } }
const role = { id: 'r1', name: 'member', domain_id: null, options: {}, links: { self: 'http://x' } }
const page = { links: { self: 'http://x', next: 'http://x/v3/users?marker=m', previous: null } }

/** A valid response of each kind, and the call that reads it. */
const calls: Readonly<Record<string, [body: unknown, call: (connection: Connection) => Promise<unknown>]>> = {
  token: [
    tokenBody({
      project: named,
      roles: [{ id: 'r1', name: 'member' }],
      catalog: [
        {
          id: 's',
          type: 'compute',
          name: '',
          endpoints: [{ id: 'e', interface: 'public', region: 'r', url: 'http://x' }],
        },
      ],
      'OS-TRUST:trust': {
        id: 't',
        impersonation: true,
        trustor_user: { id: 'a' },
        trustee_user: { id: 'b' },
      },
    }),
    (connection) => connection.authenticate(),
  ],
  user: [
    {
      user: {
        ...named,
        password_expires_at: '2026-01-02T03:04:05.000000',
        options: { multi_factor_auth_rules: [['password']] },
        federated: [{ idp_id: 'idp', protocols: [{ protocol_id: 'p', unique_id: 'u' }] }],
      },
    },
    ({ identity }) => identity.users.get('u1'),
  ],
  users: [
    { users: [named, { ...named, id: 'i2' }], ...page },
    ({ identity }) => identity.users.list().toArray({ limit: 9 }),
  ],
  find: [{ users: [named], ...page }, ({ identity }) => identity.users.find('n1')],
  trust: [
    { trust: { ...named, expires_at: null, deleted_at: null, roles: [role], roles_links: {} } },
    ({ identity }) => identity.trusts.get('t1'),
  ],
  'role assignments': [
    {
      role_assignments: [
        { role: named, user: named, scope: { project: named }, links: { assignment: 'http://x' } },
      ],
      ...page,
    },
    ({ identity }) => identity.roleAssignments.list().toArray({ limit: 9 }),
  ],
  'domain configuration': [
    { config: { ldap: { url: 'x' } } },
    ({ identity }) => identity.domainConfigs.get('d'),
  ],
}

const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'x-subject-token': 't' },
  })

/** Every path to a part of a value. */
const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...path, name]))
    : []),
]

const replaced = (value: unknown, [name, ...rest]: readonly string[], part: unknown): unknown => {
  if (name === undefined) return part
  const copy = structuredClone(value) as Record<string, unknown>
  copy[name] = replaced(copy[name], rest, part)
  return copy
}

/** JSON, and an object that cannot be converted to a text. */
const json = fc.oneof(fc.constant({ toString: null, valueOf: null }), fc.jsonValue({ maxDepth: 2 }))

const broken = (valid: unknown) =>
  fc.tuple(fc.constantFrom(...pathsOf(valid)), json).map(([path, part]) => replaced(valid, path, part))

for (const [title, [valid, call]] of Object.entries(calls))
  test(`${title}: any JSON is a result or a ClientError`, async () => {
    const connectionTo = (body: unknown) =>
      new Connection({
        authUrl: 'http://keystone.example/v3',
        auth: { type: 'password', user: { id: 'u1' }, password: 'p' },
        retries: 0,
        fetch: async (_url, init) =>
          answer(init?.method === 'POST' && title !== 'token' ? tokenBody() : body),
      })
    await fc.assert(
      fc.asyncProperty(broken(valid), async (body) => {
        const error = await call(connectionTo(body)).then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        assert.ok(error === undefined || error instanceof ClientError, String(error))
      }),
      { numRuns: 300 },
    )
  })

test('any JSON as an error response is an ApiError', async () => {
  const statuses = fc.constantFrom(400, 401, 403, 404, 409, 500, 503)
  await fc.assert(
    fc.asyncProperty(broken({ error: { message: 'm', title: 't' } }), statuses, async (body, status) => {
      const { identity } = new Connection({
        authUrl: 'http://keystone.example/v3',
        auth: { type: 'password', user: { id: 'u1' }, password: 'p' },
        retries: 0,
        fetch: async (_url, init) => (init?.method === 'POST' ? answer(tokenBody()) : answer(body, status)),
      })
      const error = await identity.users.get('u1').catch((thrown: unknown) => thrown)
      assert.ok(error instanceof ClientError && 'status' in error, String(error))
      assert.equal(error.status, status)
    }),
    { numRuns: 200 },
  )
})
