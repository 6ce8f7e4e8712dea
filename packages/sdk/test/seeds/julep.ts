import type { Seed } from './seed.ts'

/*
 * Counted: every heading of the document (5 classes, 15 methods), the attribute of BaseUsersManager, the types that
 * the signatures name, and every argument check and error under "Raises" or "Notes". The asynchronous and the
 * synchronous class have separate entries, since the document describes each; both are one class here. The internal
 * methods of BaseUsersManager are the public ones here. A check is exercised when a test saw its `ArgumentError`: the
 * suite records `users.get ArgumentError id`.
 */

const methods = ['get', 'create', 'list', 'delete', 'update'] as const
const managers = ['AsyncUsersManager', 'UsersManager'] as const

const ofManagers = managers.flatMap((manager) => [
  { name: manager, implementation: 'users' },
  ...methods.map((method) => ({ name: `${manager}.${method}`, implementation: `users.${method}` })),
])

const ofBase = [
  { name: 'BaseUsersManager', implementation: 'users' },
  { name: 'BaseUsersManager.api_client', implementation: 'users' },
  { name: 'BaseUsersManager._create', implementation: 'users.create' },
  { name: 'BaseUsersManager._delete', implementation: 'users.delete' },
  { name: 'BaseUsersManager._get', implementation: 'users.get' },
  { name: 'BaseUsersManager._list_items', implementation: 'users.list' },
  { name: 'BaseUsersManager._update', implementation: 'users.update' },
]

const ofTypes = [
  { name: 'UserCreateArgs', implementation: 'users.create' },
  { name: 'UserUpdateArgs', implementation: 'users.update' },
  { name: 'UserUpdateArgs.overwrite', implementation: 'users.update overwrite' },
  { name: 'User', implementation: 'users.get' },
  { name: 'ListUsersResponse', implementation: 'users.list' },
  { name: 'ResourceCreatedResponse', implementation: 'users.create' },
  { name: 'ResourceUpdatedResponse', implementation: 'users.update' },
  { name: 'DocDict', implementation: 'users.create' },
  { name: 'CreateDoc', implementation: 'users.create' },
]

const ofChecks = [
  { name: 'BaseUsersManager._get: AssertionError of id', implementation: 'users.get ArgumentError id' },
  {
    name: 'BaseUsersManager._delete: AssertionError of user_id',
    implementation: 'users.delete ArgumentError userId',
  },
  {
    name: 'BaseUsersManager._update: AssertionError of user_id',
    implementation: 'users.update ArgumentError userId',
  },
  { name: 'create: BeartypeException of name', implementation: 'users.create ArgumentError name' },
  { name: 'create: BeartypeException of about', implementation: 'users.create ArgumentError about' },
  { name: 'create: BeartypeException of docs', implementation: 'users.create ArgumentError docs' },
  { name: 'list: BeartypeException of limit', implementation: 'users.list ArgumentError limit' },
  { name: 'list: BeartypeException of offset', implementation: 'users.list ArgumentError offset' },
  { name: 'AsyncUsersManager.list: TypeError', implementation: 'users.list ArgumentError limit' },
  { name: 'UsersManager.get: ValueError of id', implementation: 'users.get ArgumentError id' },
  { name: 'update: type check of name', implementation: 'users.update ArgumentError name' },
  { name: 'update: type check of about', implementation: 'users.update ArgumentError about' },
  { name: 'UsersManager.get: NotFoundError', implementation: 'users.get NotFoundError' },
  { name: 'AsyncUsersManager.get: Exception', implementation: 'users.get NotFoundError' },
]

export const julepSeed: Seed = {
  seed: '000',
  count: 42,
  page: 'julep.md',
  operations: [...ofManagers, ...ofBase, ...ofTypes, ...ofChecks],
}
