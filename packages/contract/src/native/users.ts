import { Type } from 'typebox'
import { languageCodes } from '../languages.ts'
import type { Contract } from '../operation.ts'
import { countedPage, Id, nullable, optional, paging, strict, Text, Time } from './shapes.ts'

export const userKinds = ['human', 'service', 'system'] as const
export const userStatuses = ['invited', 'pending', 'active', 'disabled'] as const
export const userSorts = [
  'username',
  '-username',
  'display_name',
  '-display_name',
  'email',
  '-email',
  'number',
  '-number',
  'created_at',
  '-created_at',
  'updated_at',
  '-updated_at',
  'last_active_at',
  '-last_active_at',
] as const
export const userSearchFields = [
  'username',
  'display_name',
  'given_name',
  'family_name',
  'email',
  'phone_number',
] as const

const Username = Text(255, 1)
const Status = Type.Enum([...userStatuses])
/** `system` users belong to Muster itself and cannot be created by clients. */
const ChosenKind = Type.Enum(['human', 'service'])
const Language = Type.Enum([...languageCodes])
const Password = Text(4096, 1)

/** Attributes that only the client interprets. */
export const Metadata = Type.Record(Type.String(), Type.Unknown(), {
  maxProperties: 5000,
  description: 'At most 65536 bytes as JSON, 5000 keys and 10 levels.',
})

const HeldPlan = Type.Object(
  {
    id: Type.String(),
    expires_at: nullable(Type.String({ format: 'date-time', description: 'Null: unlimited.' })),
    expired: Type.Boolean(),
  },
  strict,
)

/** Of users and groups. */
export const ManagedBy = nullable(
  Type.Enum(['ldap'], {
    description: 'The kind of directory that the object comes from; it is then read-only here.',
  }),
)

export const User = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer({ description: 'Unique across all domains, ascending.' }),
    domain_id: Type.String(),
    username: Type.String({ description: 'Unique in the domain, ignoring case; used to sign in.' }),
    kind: Type.Enum([...userKinds], {
      description: 'A person, a program, or a user that belongs to the server.',
    }),
    status: Type.Enum([...userStatuses], { description: 'Only `active` users can authenticate.' }),
    display_name: nullable(Type.String()),
    given_name: nullable(Type.String()),
    family_name: nullable(Type.String()),
    phone_number: nullable(Type.String()),
    picture_url: nullable(Type.String()),
    language: nullable(Language),
    email: nullable(Type.String({ description: 'At most one user of a domain can claim it.' })),
    email_claimed: Type.Boolean({
      description: 'Whether the email belongs only to this user in the domain.',
    }),
    email_verified_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'When a link sent to the claimed email was used; cleared when the email changes.',
      }),
    ),
    external_id: nullable(
      Type.String({ description: 'The id of the user in another system; unique in the domain.' }),
    ),
    description: nullable(Type.String()),
    developer: Type.Boolean({ description: 'May create application credentials for itself.' }),
    default_project_id: nullable(Type.String()),
    managed_by: ManagedBy,
    metadata: optional(Metadata),
    public_metadata: Metadata,
    plan: nullable(HeldPlan),
    created_at: Time,
    updated_at: Time,
    last_active_at: nullable(Time),
    invited_until: nullable(Time),
  },
  strict,
)

export const UserSecondFactors = Type.Object(
  {
    required: Type.Boolean({ description: 'Whether a sign-in with the password alone is rejected.' }),
    second_factors: Type.Array(Type.Object({ id: Type.String(), created_at: Time }, strict), {
      description: 'Devices for one-time passwords (TOTP).',
    }),
  },
  strict,
)

/** Fields that users can change themselves. */
export const profile = {
  display_name: optional(nullable(Text(255))),
  given_name: optional(nullable(Text(255))),
  family_name: optional(nullable(Text(255))),
  phone_number: optional(nullable(Text(64))),
  picture_url: optional(nullable(Text(2048, 1))),
  language: optional(nullable(Language)),
}

const changeable = {
  status: optional(Status),
  kind: optional(ChosenKind),
  ...profile,
  email: optional(nullable(Text(320, 1))),
  description: optional(nullable(Text(65_535))),
  developer: optional(Type.Boolean()),
  default_project_id: optional(nullable(Id)),
  external_id: optional(nullable(Text(255, 1))),
  password: optional(nullable(Password)),
}

export const NewUser = Type.Object(
  {
    username: Username,
    domain_id: optional(Id),
    metadata: optional(Metadata),
    public_metadata: optional(Metadata),
    ...changeable,
  },
  strict,
)
export const UserChange = Type.Object(
  {
    username: optional(Username),
    metadata: optional(nullable(Metadata)),
    public_metadata: optional(nullable(Metadata)),
    ...changeable,
  },
  strict,
)
export const ProfileChange = Type.Object(profile, strict)

export const users = {
  listUsers: {
    method: 'GET',
    path: '/users',
    description:
      'Lists users by any combination of parameters, a search and a CQL2 filter. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`. A wrong filter is 400 `filter_invalid`.',
    summary: 'List and search users',
    query: [
      'domain_id',
      'username',
      'email',
      'external_id',
      'status',
      'kind',
      'search',
      'search_fields',
      'filter',
      'metadata',
      'sort',
      'count',
      ...paging,
    ],
    strictQuery: true,
    responses: { 200: countedPage('users', User) },
    source: 'docs/apis/native.md',
  },
  createUser: {
    method: 'POST',
    path: '/users',
    description:
      'Creates a user. Administrators and managers of the domain may do this. A taken username is 409 `user_name_taken`, a taken email 409 `email_taken`, an unknown domain 404.',
    summary: 'Create a user; its email is claimed',
    strictQuery: true,
    body: NewUser,
    responses: { 201: User },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  getUser: {
    method: 'GET',
    path: '/users/{user_id}',
    description:
      'Shows a user. The user itself may do this too. Administrators, readers of the system, and readers and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Show a user',
    strictQuery: true,
    responses: { 200: User },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateUser: {
    method: 'PATCH',
    path: '/users/{user_id}',
    description:
      'Changes a user by a merge patch: absent fields are unchanged, null clears. Administrators and managers of the domain may do this. A status change that is not allowed is 403 `status_step_barred`; `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a user by a JSON merge patch (RFC 7396); its email is claimed',
    strictQuery: true,
    headers: ['If-Match'],
    body: UserChange,
    responses: { 200: User },
    errors: [404, 409, 412, 415],
    source: 'docs/apis/native.md',
  },
  deleteUser: {
    method: 'DELETE',
    path: '/users/{user_id}',
    description:
      'Deletes a user: sessions, keys and roles end at once. Administrators and managers of the domain may do this. With `purge` it cannot be restored, and only administrators may do it. A user that does not exist is 404 `user_not_found`.',
    summary: 'Delete a user; it can be restored for a limited time, unless it is purged',
    query: ['purge'],
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  listUserSecondFactors: {
    method: 'GET',
    path: '/users/{user_id}/second-factors',
    description:
      'Lists the second factors of a user without their secrets, and whether a sign-in requires one. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Show which second factors a user has',
    strictQuery: true,
    responses: { 200: UserSecondFactors },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  resetUserSecondFactors: {
    method: 'DELETE',
    path: '/users/{user_id}/second-factors',
    description:
      'Removes the one-time password of a user who lost the device, and the multi-factor rules that require it. Administrators and managers of the domain may do this; delegated credentials such as an API key are 403 `forbidden_to_delegation`. A user that does not exist is 404 `user_not_found`.',
    summary: 'Remove the second factors of a user, who then signs in with the password alone',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
