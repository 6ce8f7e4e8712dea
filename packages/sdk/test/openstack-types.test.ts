import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Token } from '@muster/contract/keystone/auth.ts'
import { Credential as CredentialSchema, credentials } from '@muster/contract/keystone/credentials.ts'
import { Domain as DomainSchema, domains } from '@muster/contract/keystone/domains.ts'
import type { EndpointGroup as EndpointGroupSchema } from '@muster/contract/keystone/endpoint-groups.ts'
import { Endpoint as EndpointSchema, endpoints } from '@muster/contract/keystone/endpoints.ts'
import { Group as GroupSchema, groups } from '@muster/contract/keystone/groups.ts'
import type { IdentityProvider as IdentityProviderSchema } from '@muster/contract/keystone/identity-providers.ts'
import type { Limit as LimitSchema } from '@muster/contract/keystone/limits.ts'
import type { Mapping as MappingSchema } from '@muster/contract/keystone/mappings.ts'
import { Project as ProjectSchema, projects } from '@muster/contract/keystone/projects.ts'
import { Region as RegionSchema, regions } from '@muster/contract/keystone/regions.ts'
import type { RegisteredLimit as RegisteredLimitSchema } from '@muster/contract/keystone/registered-limits.ts'
import { roleAssignments } from '@muster/contract/keystone/role-assignments.ts'
import { Role as RoleSchema, roles } from '@muster/contract/keystone/roles.ts'
import { Service as ServiceSchema, services } from '@muster/contract/keystone/services.ts'
import { Trust as TrustSchema, trusts } from '@muster/contract/keystone/trusts.ts'
import { UserOptions as OptionsSchema, User as UserSchema, users } from '@muster/contract/keystone/users.ts'
import type { Static } from 'typebox'
import type { Noun } from '../src/openstack/collection.ts'
import { type Credential, credentialNoun } from '../src/openstack/credentials.ts'
import { type Domain, domainNoun } from '../src/openstack/domains.ts'
import type { EndpointGroup, endpointGroupNoun } from '../src/openstack/endpoint-groups.ts'
import { type Endpoint, endpointNoun } from '../src/openstack/endpoints.ts'
import { type Field, wireName } from '../src/openstack/fields.ts'
import { type Group, groupNoun } from '../src/openstack/groups.ts'
import type { IdentityProvider, identityProviderNoun } from '../src/openstack/identity-providers.ts'
import type { Limit, limitNoun } from '../src/openstack/limits.ts'
import type { Mapping, mappingNoun } from '../src/openstack/mappings.ts'
import { type Project, projectNoun } from '../src/openstack/projects.ts'
import { type Region, regionNoun } from '../src/openstack/regions.ts'
import type { RegisteredLimit, registeredLimitNoun } from '../src/openstack/registered-limits.ts'
import { roleAssignmentFilters } from '../src/openstack/role-assignments.ts'
import { type Role, roleNoun } from '../src/openstack/roles.ts'
import { type Service, serviceNoun } from '../src/openstack/services.ts'
import { tokenFromWire } from '../src/openstack/token.ts'
import { type Trust, trustNoun } from '../src/openstack/trusts.ts'
import { userOptionFields } from '../src/openstack/user-attributes.ts'
import { type User, userNoun } from '../src/openstack/users.ts'

type SnakeCase<S> = S extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : ''

type WireName<K, F> = F extends { readonly wire: infer W extends string } ? W : SnakeCase<K>

/** The wire form of `T`, without the properties whose values are converted. */
type Wire<N extends Noun, T> = {
  [K in keyof T as K extends keyof N['fields']
    ? N['fields'][K] extends { readonly read: unknown }
      ? never
      : WireName<K, N['fields'][K]>
    : never]: T[K]
}

/** What the contract guarantees is what the SDK promises. */
type Guaranteed<Contract, N extends Noun, T> = Contract extends Wire<N, T> ? true : never

// These lines fail to compile when a type of the SDK no longer fits the contract.
export const types: readonly true[] = [
  true satisfies Guaranteed<Static<typeof UserSchema>, typeof userNoun, User>,
  true satisfies Guaranteed<Static<typeof GroupSchema>, typeof groupNoun, Group>,
  true satisfies Guaranteed<Static<typeof ProjectSchema>, typeof projectNoun, Project>,
  true satisfies Guaranteed<Static<typeof DomainSchema>, typeof domainNoun, Domain>,
  true satisfies Guaranteed<Static<typeof RoleSchema>, typeof roleNoun, Role>,
  true satisfies Guaranteed<Static<typeof RegionSchema>, typeof regionNoun, Region>,
  true satisfies Guaranteed<Static<typeof ServiceSchema>, typeof serviceNoun, Service>,
  true satisfies Guaranteed<Static<typeof EndpointSchema>, typeof endpointNoun, Endpoint>,
  true satisfies Guaranteed<Static<typeof CredentialSchema>, typeof credentialNoun, Credential>,
  true satisfies Guaranteed<Static<typeof EndpointGroupSchema>, typeof endpointGroupNoun, EndpointGroup>,
  true satisfies Guaranteed<Static<typeof LimitSchema>, typeof limitNoun, Limit>,
  true satisfies Guaranteed<
    Static<typeof RegisteredLimitSchema>,
    typeof registeredLimitNoun,
    RegisteredLimit
  >,
  true satisfies Guaranteed<
    Static<typeof IdentityProviderSchema>,
    typeof identityProviderNoun,
    IdentityProvider
  >,
  true satisfies Guaranteed<Static<typeof MappingSchema>, typeof mappingNoun, Mapping>,
  true satisfies Guaranteed<Static<typeof TrustSchema>, typeof trustNoun, Trust>,
]

type Schema = { readonly properties: Readonly<Record<string, { readonly not?: unknown }>> }
type Operations = Readonly<Record<string, { readonly query?: readonly string[]; readonly body?: unknown }>>

const wireNames = (fields: Readonly<Record<string, Field>>): readonly string[] =>
  Object.entries(fields).map(([property, field]) => wireName(property, field))

const isShown = (schema: object): boolean => JSON.stringify(schema) !== '{"not":{}}'

const nouns: readonly [noun: Noun, schema: unknown, operations: object][] = [
  [userNoun, UserSchema, users],
  [groupNoun, GroupSchema, groups],
  [projectNoun, ProjectSchema, projects],
  [domainNoun, DomainSchema, domains],
  [roleNoun, RoleSchema, roles],
  [regionNoun, RegionSchema, regions],
  [serviceNoun, ServiceSchema, services],
  [endpointNoun, EndpointSchema, endpoints],
  [credentialNoun, CredentialSchema, credentials],
  [trustNoun, TrustSchema, trusts],
]

/** A filter of Muster alone, which `filters` can contain. */
const ownFilters = ['url_template']

/** Attributes of responses that an option requests; they are part of `extra`. */
const withOptions = ['parents', 'subtree']

const capitalized = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`

for (const [noun, schema, operations] of nouns) {
  const names = wireNames(noun.fields)

  test(`${noun.name}: every attribute of the contract has a property`, () => {
    const attributes = Object.entries((schema as Schema).properties)
      .filter(([, attribute]) => isShown(attribute))
      .map(([name]) => name)
    assert.deepEqual(
      attributes.filter((name) => !names.includes(name) && !withOptions.includes(name)),
      [],
    )
  })

  test(`${noun.name}: create and update send what the contract accepts`, () => {
    for (const verb of ['create', 'update']) {
      const body = (operations as Operations)[`${verb}${capitalized(noun.name)}`]?.body as Schema | undefined
      const accepted = (body?.properties[noun.name] as Schema | undefined)?.properties ?? {}
      assert.deepEqual(
        Object.keys(accepted).filter((name) => !names.includes(name)),
        [],
      )
    }
  })

  test(`${noun.name}: the filters of a list are those of the contract`, () => {
    const { query = [] } = (operations as Operations)[`list${capitalized(noun.rows)}`] ?? {}
    const filters = query.filter((name) => ![...ownFilters, 'limit', 'marker'].includes(name))
    assert.deepEqual([...wireNames(noun.query)].sort(), [...filters].sort())
  })
}

test('role assignments: the filters of a list are those of the contract', () => {
  const { query } = roleAssignments.listRoleAssignments
  const filters = query.filter((name) => name !== 'limit' && name !== 'marker')
  assert.deepEqual([...wireNames(roleAssignmentFilters.query)].sort(), [...filters].sort())
})

test('user options are those of the contract', () => {
  assert.deepEqual([...wireNames(userOptionFields)].sort(), Object.keys(OptionsSchema.properties).sort())
})

test('a token of the contract is read', () => {
  const named = { id: 'i', name: 'n' }
  const token: Static<typeof Token> = {
    methods: ['password'],
    user: { ...named, domain: named, password_expires_at: null },
    audit_ids: ['a'],
    issued_at: '2026-01-02T03:04:05.000000Z',
    expires_at: '2026-01-02T04:04:05.000000Z',
    project: { ...named, domain: named },
    is_domain: false,
    roles: [named],
    catalog: [
      {
        ...named,
        type: 'compute',
        endpoints: [{ id: 'e', interface: 'public', region: null, region_id: null, url: 'http://x' }],
      },
    ],
    application_credential: { ...named, restricted: true },
  }
  assert.ok(Object.keys(token).every((name) => name in Token.properties))
  const { expiresAt, catalog, applicationCredential } = tokenFromWire({ token })
  assert.deepEqual(expiresAt, new Date(Date.UTC(2026, 0, 2, 4, 4, 5)))
  assert.equal(catalog[0]?.endpoints[0]?.region, undefined)
  assert.deepEqual(applicationCredential, { ...named, restricted: true })
})
