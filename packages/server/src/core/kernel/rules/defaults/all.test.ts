import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ruleCredentials } from '../credentials.ts'
import { makeRuleBook } from '../rule-book.ts'
import type { ScopeKind } from '../rule-default.ts'
import type { Target } from '../template.ts'
import { allRules } from './all.ts'

const book = makeRuleBook(allRules)

const inherits = { admin: ['admin', 'manager', 'member', 'reader'], manager: ['manager', 'member', 'reader'] }
const person = (scope: ScopeKind | 'unscoped', roles: readonly string[], at = 'd1', user_id = 'someone') => ({
  scope: scope === 'unscoped' ? ('project' as const) : scope,
  credentials: ruleCredentials({
    user_id,
    user_domain_id: at,
    roles,
    ...(scope === 'system' ? { system_scope: 'all' } : {}),
    ...(scope === 'domain' ? { domain_id: at } : {}),
    ...(scope === 'project' ? { project_id: `p-${at}`, project_domain_id: at } : {}),
  }),
})

/** The callers. Domain users belong to d1, foreign ones to d2. */
const personas = {
  systemAdmin: person('system', inherits.admin),
  systemReader: person('system', ['reader']),
  domainAdmin: person('domain', inherits.admin),
  domainManager: person('domain', inherits.manager),
  domainReader: person('domain', ['reader']),
  foreignManager: person('domain', inherits.manager, 'd2'),
  projectAdmin: person('project', inherits.admin),
  projectManager: person('project', inherits.manager),
  projectMember: person('project', ['member', 'reader']),
  owner: person('project', ['member', 'reader'], 'd1', 'u1'),
  ownerReader: person('project', ['reader'], 'd1', 'u1'),
  unscopedOwner: person('unscoped', [], 'd1', 'u1'),
  service: person('project', ['service'], 'd1', 'nova'),
  unscoped: person('unscoped', [], 'd1'),
}
type Persona = keyof typeof personas
const allPersonas = Object.keys(personas) as Persona[]

const admins: Persona[] = ['systemAdmin', 'projectAdmin']
const readers: Persona[] = [...admins, 'systemReader']
const owners: Persona[] = ['owner', 'ownerReader', 'unscopedOwner']
const atHome: Persona[] = [
  'projectAdmin',
  'projectManager',
  'projectMember',
  'owner',
  'ownerReader',
  'service',
]

const user = { target: { user: { id: 'u1', domain_id: 'd1' } } }
const ownPath = { user_id: 'u1', ...user }
const project = { target: { project: { id: 'p-d1', domain_id: 'd1' } } }
const grant = (role: string, domain_id: string | null = null, place = 'd1'): Target => ({
  target: {
    user: { id: 'u1', domain_id: 'd1' },
    project: { id: 'p', domain_id: place },
    role: { name: role, domain_id },
  },
})
const credential = { user_id: 'u1', target: { credential: { user_id: 'u1' } } }
const trust = { target: { trust: { trustor_user_id: 'u1', trustee_user_id: 'nova' } } }
const token = { target: { token: { user_id: 'u1' } } }

const matrix: readonly (readonly [
  rule: string,
  about: string,
  target: Target,
  allowed: readonly Persona[],
])[] = [
  ['get_user', 'a user of d1', user, [...readers, 'domainAdmin', 'domainManager', 'domainReader', ...owners]],
  [
    'list_users',
    'of d1',
    { target: { domain_id: 'd1' } },
    [...readers, 'domainAdmin', 'domainManager', 'domainReader'],
  ],
  ['list_users', 'of no domain', { target: {} }, [...readers, 'domainAdmin']],
  ['create_user', 'in d1', user, [...admins, 'domainAdmin', 'domainManager']],
  [
    'delete_user',
    'in d2',
    { target: { user: { domain_id: 'd2' } } },
    [...admins, 'domainAdmin', 'foreignManager'],
  ],
  ['create_user', 'in no domain', { target: { user: {} } }, [...admins, 'domainAdmin']],
  [
    'update_group',
    'of d1',
    { target: { group: { domain_id: 'd1' } } },
    [...admins, 'domainAdmin', 'domainManager'],
  ],
  [
    'add_user_to_group',
    'of another domain',
    { target: { group: { domain_id: 'd1' }, user: { domain_id: 'd2' } } },
    [...admins, 'domainAdmin'],
  ],
  [
    'list_groups_for_user',
    'by its own path',
    ownPath,
    [...readers, 'domainAdmin', 'domainManager', 'domainReader', ...owners],
  ],
  [
    'get_project',
    'that the token is scoped to',
    project,
    [...readers, 'domainAdmin', 'domainManager', 'domainReader', ...atHome],
  ],
  ['update_project', 'of d1', project, [...admins, 'domainAdmin', 'domainManager']],
  [
    'get_domain',
    'd1, to every caller in it',
    { target: { domain: { id: 'd1' } } },
    [...readers, 'domainAdmin', 'domainManager', 'domainReader', ...atHome],
  ],
  ['create_domain', '', {}, admins],
  ['list_domains', 'in general', {}, [...readers, 'domainAdmin']],
  ['create_grant', 'of member in d1', grant('member'), [...admins, 'domainAdmin', 'domainManager']],
  [
    'create_grant',
    'of admin in d1: managers cannot promote themselves',
    grant('admin'),
    [...admins, 'domainAdmin'],
  ],
  ['create_grant', 'in a project of d2', grant('member', null, 'd2'), [...admins, 'domainAdmin']],
  [
    'check_grant',
    'of a role of d1',
    grant('x', 'd1'),
    [...readers, 'domainAdmin', 'domainManager', 'domainReader'],
  ],
  ['check_grant', 'of a role of d2', grant('x', 'd2'), [...readers, 'domainAdmin']],
  ['create_system_grant_for_user', '', {}, admins],
  ['list_system_grants_for_user', '', {}, readers],
  ['list_roles', '', {}, [...readers, 'domainAdmin', 'domainManager', 'foreignManager']],
  [
    'get_role',
    'reader',
    { target: { role: { name: 'reader' } } },
    [...readers, 'domainAdmin', 'domainManager', 'foreignManager', 'projectManager'],
  ],
  ['get_role', 'admin', { target: { role: { name: 'admin' } } }, [...readers, 'domainAdmin']],
  ['delete_role', '', {}, admins],
  ['list_regions', '', {}, allPersonas],
  ['create_region', '', {}, admins],
  ['list_services', '', {}, readers],
  ['validate_token', 'of u1', token, [...readers, 'domainAdmin', 'service', ...owners]],
  ['check_token', 'of u1', token, [...readers, 'domainAdmin', ...owners]],
  ['revoke_token', 'of u1', token, [...admins, 'domainAdmin', ...owners]],
  ['get_auth_projects', '', {}, allPersonas],
  ['ec2tokens_validate', '', {}, [...admins, 'domainAdmin', 'service']],
  ['get_credential', 'of u1', credential, [...readers, 'domainAdmin', ...owners]],
  ['delete_credential', 'of u1', credential, [...admins, 'domainAdmin', ...owners]],
  ['ec2_create_credential', 'for u1', credential, [...admins, 'owner']],
  ['create_trust', 'in the name of u1', trust, owners],
  ['get_trust', 'from u1 to nova', trust, [...readers, 'service', ...owners]],
  ['delete_trust', 'from u1 to nova', trust, [...admins, ...owners]],
  ['create_application_credential', 'for u1', ownPath, owners],
  ['list_application_credentials', 'of u1', ownPath, [...readers, ...owners]],
  ['delete_application_credential', 'of u1', ownPath, [...admins, ...owners]],
  ['get_access_rule', 'of u1', ownPath, ['systemAdmin', 'systemReader', ...owners]],
  ['delete_access_rule', 'of u1', ownPath, ['systemAdmin', ...owners]],
  ['authorize_request_token', '', {}, ['projectAdmin']],
  ['list_revoke_events', '', {}, [...admins, 'service']],
  [
    'get_limit',
    'of a project of d1',
    { target: { limit: { project_id: 'p-d1', project: { domain_id: 'd1' } } } },
    [...readers, 'domainAdmin', 'domainManager', 'domainReader', ...atHome],
  ],
  [
    'get_limit',
    'of the domain d2',
    { target: { limit: { project_id: null, domain: { id: 'd2' } } } },
    [...readers, 'domainAdmin', 'foreignManager'],
  ],
]

describe('permissions of each persona by the built-in rules', () => {
  for (const [name, about, target, allowed] of matrix)
    test(`${name} ${about}`.trim(), () => {
      const found = allPersonas.filter((persona) => {
        const { scope, credentials } = personas[persona]
        return book.allows(`identity:${name}`, scope, credentials, target) === 'allowed'
      })
      assert.deepEqual(
        found,
        allPersonas.filter((persona) => allowed.includes(persona)),
      )
    })
})

describe('the built-in rules', () => {
  test('have names, descriptions and scopes', () => {
    for (const { name, about, scopes } of allRules) {
      assert.match(name, /^(?:[a-z]+:)?[a-z0-9_]+$/)
      assert.match(about, /^[A-Z].{7,}[^.]$/, name)
      assert.ok(scopes.length > 0, name)
    }
  })

  test('T27: rules open to every token are exactly those listed here', () => {
    const open = allRules.filter(
      ({ name, scopes }) =>
        scopes.length === 3 && book.allows(name, 'project', ruleCredentials({ roles: [] }), {}) === 'allowed',
    )
    assert.deepEqual(open.map(({ name }) => name.replace('identity:', '')).sort(), [
      'get_auth_catalog',
      'get_auth_domains',
      'get_auth_projects',
      'get_auth_system',
      'get_limit_model',
      'get_region',
      'get_registered_limit',
      'get_security_compliance_domain_config',
      'list_domains_for_user',
      'list_limits',
      'list_projects_for_user',
      'list_regions',
      'list_registered_limits',
    ])
  })

  test('without a role and a matching target, no other rule passes in any scope', () => {
    for (const scope of ['system', 'domain', 'project'] as const) {
      const { credentials } = person(scope, [])
      const open = allRules.filter(({ name }) => book.allows(name, scope, credentials, {}) === 'allowed')
      assert.equal(open.length, 13)
    }
  })
})
