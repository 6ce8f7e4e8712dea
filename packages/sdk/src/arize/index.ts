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
export { Arize } from './client.ts'
export {
  ApiException,
  BadRequestException,
  ConflictException,
  ForbiddenException,
  NotFoundException,
  type Problem,
  ServiceException,
  UnauthorizedException,
  UnprocessableEntityException,
} from './errors.ts'
export type {
  ArizeOptions,
  CreatedUser,
  CreateUser,
  CustomUserRole,
  InviteMode,
  ListUsers,
  PredefinedUserRole,
  SdkVersion,
  UpdateUser,
  User,
  UserRole,
  UserStatus,
  UsersPage,
} from './types.ts'
export type { Users } from './users.ts'
