import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Role } from './roles.ts'
import { collection, Id, Links, member, nullable, open, optional, paging } from './shapes.ts'

export const Consumer = Type.Object(
  { id: Type.String(), description: nullable(Type.String()), links: Links },
  open,
)

export const AccessToken = Type.Object(
  {
    id: Type.String(),
    consumer_id: Type.String(),
    authorizing_user_id: Type.String(),
    project_id: Type.String(),
    expires_at: nullable(Type.String()),
    links: Type.Object({ self: Type.String(), roles: Type.String() }),
  },
  { additionalProperties: false },
)

/** A token as the consumer receives it, form-encoded. */
const IssuedToken = Type.Object(
  {
    oauth_token: Type.String(),
    oauth_token_secret: Type.String(),
    oauth_expires_at: optional(Type.String()),
  },
  { additionalProperties: false },
)

const description = optional(nullable(Type.String({ maxLength: 64 })))

/** Exactly one of the two. */
const RoleRef = Type.Union([
  Type.Object({ id: Id }, { additionalProperties: false }),
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }, { additionalProperties: false }),
])

const source = 'keystone.md section 24'
const accessTokens = '/users/{user_id}/OS-OAUTH1/access_tokens'

export const oauth1 = {
  listConsumers: {
    method: 'GET',
    path: '/OS-OAUTH1/consumers',
    summary: 'List the OAuth 1.0 consumers',
    query: paging,
    responses: { 200: collection('consumers', Consumer) },
    errors: [404],
    source,
  },
  createConsumer: {
    method: 'POST',
    path: '/OS-OAUTH1/consumers',
    summary: 'Create a consumer; its secret is shown once',
    body: Type.Object({ consumer: Type.Object({ description }, open) }, open),
    secret: true,
    responses: {
      201: member('consumer', Type.Object({ ...Consumer.properties, secret: Type.String() }, open)),
    },
    source,
  },
  getConsumer: {
    method: 'GET',
    path: '/OS-OAUTH1/consumers/{consumer_id}',
    summary: 'Show a consumer',
    responses: { 200: member('consumer', Consumer) },
    errors: [404],
    source,
  },
  updateConsumer: {
    method: 'PATCH',
    path: '/OS-OAUTH1/consumers/{consumer_id}',
    summary: 'Change a consumer; its secret stays',
    body: Type.Object(
      { consumer: Type.Object({ id: optional(Id), description }, { ...open, minProperties: 1 }) },
      open,
    ),
    responses: { 200: member('consumer', Consumer) },
    errors: [404],
    source,
  },
  deleteConsumer: {
    method: 'DELETE',
    path: '/OS-OAUTH1/consumers/{consumer_id}',
    summary: 'Delete a consumer with its request and access tokens, and revoke their tokens',
    responses: { 204: null },
    errors: [404],
    source,
  },
  createRequestToken: {
    method: 'POST',
    path: '/OS-OAUTH1/request_token',
    summary: 'Create a request token, signed by the consumer, for the project in Requested-Project-Id',
    public: true,
    headers: ['Authorization', 'Requested-Project-Id'],
    form: 'response',
    secret: true,
    responses: { 201: IssuedToken },
    errors: [404],
    source,
  },
  authorizeRequestToken: {
    method: 'PUT',
    path: '/OS-OAUTH1/authorize/{request_token_id}',
    summary: 'Authorise a request token with some of your roles',
    body: Type.Object({ roles: Type.Array(RoleRef, { minItems: 1, maxItems: 1000 }) }, open),
    secret: true,
    responses: { 200: member('token', Type.Object({ oauth_verifier: Type.String() })) },
    errors: [404],
    source,
  },
  createAccessToken: {
    method: 'POST',
    path: '/OS-OAUTH1/access_token',
    summary: 'Exchange an authorised request token and its verifier for an access token',
    public: true,
    headers: ['Authorization'],
    form: 'response',
    secret: true,
    responses: { 201: IssuedToken },
    errors: [404],
    source,
  },
  listAccessTokens: {
    method: 'GET',
    path: accessTokens,
    summary: 'List the access tokens that a user authorised',
    query: paging,
    responses: { 200: collection('access_tokens', AccessToken) },
    errors: [404],
    source,
  },
  getAccessToken: {
    method: 'GET',
    path: `${accessTokens}/{access_token_id}`,
    summary: 'Show an access token that a user authorised',
    responses: { 200: member('access_token', AccessToken) },
    errors: [404],
    source,
  },
  deleteAccessToken: {
    method: 'DELETE',
    path: `${accessTokens}/{access_token_id}`,
    summary: 'Delete an access token and revoke the tokens made with it',
    responses: { 204: null },
    errors: [404],
    source,
  },
  listAccessTokenRoles: {
    method: 'GET',
    path: `${accessTokens}/{access_token_id}/roles`,
    summary: 'List the roles of an access token',
    query: paging,
    responses: { 200: collection('roles', Role) },
    errors: [404],
    source,
  },
  getAccessTokenRole: {
    method: 'GET',
    path: `${accessTokens}/{access_token_id}/roles/{role_id}`,
    summary: 'Show a role of an access token',
    responses: { 200: member('role', Role) },
    errors: [404],
    source,
  },
} as const satisfies Contract
