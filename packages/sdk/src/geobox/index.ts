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
export { Geobox } from './client.ts'
export {
  AuthenticationError,
  AuthorizationError,
  GeoboxError,
  NotFoundError,
  ServerError,
  ValidationError,
} from './errors.ts'
export type { Session } from './session.ts'
export type {
  CreateUser,
  Data,
  GeoboxCredentials,
  GeoboxOptions,
  ListUsers,
  Plan,
  SearchUsers,
  UpdateUser,
  UserFilter,
  UserRole,
  UserStatus,
} from './types.ts'
export { User } from './user.ts'
export type { Users } from './users.ts'
