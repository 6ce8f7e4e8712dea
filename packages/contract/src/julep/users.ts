import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import {
  CreateDoc,
  items,
  listing,
  Metadata,
  nullable,
  optional,
  ResourceCreated,
  ResourceDeleted,
  ResourceUpdated,
  strict,
  Text,
  User,
} from './shapes.ts'

const source = 'docs/apis/julep.md'

const CreateUser = Type.Object(
  {
    name: optional(nullable(Text)),
    about: optional(nullable(Text)),
    docs: optional(nullable(Type.Array(CreateDoc, { maxItems: 1000 }))),
    metadata: optional(nullable(Metadata)),
  },
  strict,
)

/** Absent and null fields are unchanged. */
const PatchUser = Type.Object(
  {
    name: optional(nullable(Text)),
    about: optional(nullable(Text)),
    metadata: optional(nullable(Metadata)),
  },
  strict,
)

const UpdateUser = Type.Object({ name: Text, about: Text, metadata: optional(nullable(Metadata)) }, strict)

export const users = {
  listUsers: {
    method: 'GET',
    path: '/users',
    summary: 'List the users of the domain, newest first',
    query: listing,
    strictQuery: true,
    responses: { 200: items(User) },
    errors: [422],
    source,
  },
  createUser: {
    method: 'POST',
    path: '/users',
    summary: 'Create a user with docs',
    body: CreateUser,
    responses: { 201: ResourceCreated },
    errors: [422],
    source,
  },
  getUser: {
    method: 'GET',
    path: '/users/{user_id}',
    summary: 'Show a user',
    responses: { 200: User },
    errors: [404],
    source,
  },
  patchUser: {
    method: 'PATCH',
    path: '/users/{user_id}',
    summary: 'Change the specified fields of a user',
    body: PatchUser,
    responses: { 200: ResourceUpdated },
    errors: [404, 422],
    source,
  },
  updateUser: {
    method: 'PUT',
    path: '/users/{user_id}',
    summary: 'Replace the name, about and metadata of a user',
    body: UpdateUser,
    responses: { 200: ResourceUpdated },
    errors: [404, 422],
    source,
  },
  deleteUser: {
    method: 'DELETE',
    path: '/users/{user_id}',
    summary: 'Delete a user and its docs',
    responses: { 202: ResourceDeleted },
    errors: [404],
    source,
  },
} as const satisfies Contract
