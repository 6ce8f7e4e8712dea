export {
  ApiError,
  ArgumentError,
  ClientError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from '../transport/errors.ts'
export type { Hooks } from '../transport/hooks.ts'
export type { Paginated } from '../transport/pages.ts'
export type { CallOptions } from '../transport/transport.ts'
export { Julep } from './client.ts'
export type { Docs } from './docs.ts'
export {
  AuthenticationError,
  InvalidRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from './errors.ts'
export type {
  CreateUser,
  Doc,
  JulepOptions,
  ListOptions,
  Metadata,
  NewDoc,
  ResourceCreated,
  ResourceUpdated,
  UpdateUser,
  User,
} from './types.ts'
export type { Users } from './users.ts'
