import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'

const Name = Text(64, 1)

const changeable = {
  description: optional(nullable(Text(255))),
  enabled: optional(
    Type.Boolean({ description: 'False prevents sign-in of its users and every scope inside it.' }),
  ),
  immutable: optional(
    Type.Boolean({
      description: 'Prevents changes and deletion until a request with only this field clears it.',
    }),
  ),
}

export const Domain = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ description: 'Unique among the domains.' }),
    description: Type.String(),
    enabled: Type.Boolean(),
    immutable: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const NewDomain = Type.Object({ name: Name, ...changeable }, strict)
export const DomainChange = Type.Partial(Type.Object({ name: Name, ...changeable }), strict)

const OptionValue = Type.Union([
  Type.String({ maxLength: 4096 }),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Array(Type.String({ maxLength: 255 }), { maxItems: 50 }),
])

export const DirectoryTest = Type.Object(
  {
    options: optional(
      Type.Record(Type.String({ maxLength: 64 }), OptionValue, {
        maxProperties: 100,
        description: 'Options of the group `ldap`, in place of the stored ones.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const DirectoryTestResult = Type.Object({
  checks: Type.Array(
    Type.Object({
      part: Type.Enum(['users', 'groups']),
      outcome: Type.Enum(['passed', 'failed', 'skipped']),
      name: nullable(
        Type.String({ description: 'The entry that was read; null when the search finds none.' }),
      ),
      reason: nullable(Type.String({ description: 'What failed.' })),
    }),
  ),
})

export const domains = {
  listDomains: {
    method: 'GET',
    path: '/domains',
    description:
      'Lists domains. Administrators and readers of the system see all; readers and managers of a domain see their own. The list is paged with `next_cursor`.',
    summary: 'List domains, by id',
    query: ['name', 'search', ...paging],
    strictQuery: true,
    responses: { 200: page('domains', Domain) },
    source: 'docs/apis/native.md',
  },
  createDomain: {
    method: 'POST',
    path: '/domains',
    description:
      'Creates a domain without users. Administrators may do this. A taken name is 409 `domain_name_taken`.',
    summary: 'Create a domain',
    strictQuery: true,
    body: NewDomain,
    responses: { 201: Domain },
    errors: [409, 415],
    source: 'docs/apis/native.md',
  },
  getDomain: {
    method: 'GET',
    path: '/domains/{domain_id}',
    description:
      'Shows a domain. Administrators, readers of the system and callers with a role in the domain may do this. A missing domain is 404 `domain_not_found`.',
    summary: 'Show a domain',
    strictQuery: true,
    responses: { 200: Domain },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateDomain: {
    method: 'PATCH',
    path: '/domains/{domain_id}',
    description:
      'Changes a domain by a merge patch; disabling it closes the sessions of its users. Administrators may do this. An immutable domain is 403 `domain_immutable`; `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a domain by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: DomainChange,
    responses: { 200: Domain },
    errors: [404, 409, 412, 415],
    source: 'docs/apis/native.md',
  },
  deleteDomain: {
    method: 'DELETE',
    path: '/domains/{domain_id}',
    description:
      'Permanently deletes a disabled domain with its users, groups, projects and roles. Administrators may do this. A domain that is enabled is 403 `domain_enabled`.',
    summary: 'Delete a disabled domain with everything in it',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  testDirectory: {
    method: 'POST',
    path: '/domains/{domain_id}/directory/test',
    description:
      'Connects to the LDAP directory of a domain with its stored configuration and the options of the request, and reads one user and one group. Nothing is stored. Administrators may do this. Another `url` than the stored one needs the `password` too.',
    summary: 'Test the connection to the LDAP directory of a domain',
    strictQuery: true,
    body: DirectoryTest,
    responses: { 200: DirectoryTestResult },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
