export {
  ApiError,
  ArgumentError,
  ClientError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from '../transport/errors.ts'
export type { Hooks } from '../transport/hooks.ts'
export type { CallOptions } from '../transport/transport.ts'
export { Roboto } from './client.ts'
export {
  RobotoAuthenticationFailureException,
  RobotoConflictException,
  RobotoDeprecatedException,
  RobotoDomainException,
  RobotoInternalException,
  RobotoInvalidRequestException,
  RobotoLimitExceededException,
  RobotoNoOrgProvidedException,
  RobotoNotFoundException,
  RobotoNotImplementedException,
  RobotoServiceException,
  RobotoServiceTimeoutException,
  RobotoServiceUnavailableException,
  RobotoUnauthorizedException,
} from './errors.ts'
export type { Orgs } from './orgs.ts'
export { UserRecord } from './record.ts'
export type {
  CreateUserRequest,
  NotificationChannel,
  NotificationChannels,
  NotificationType,
  NotificationTypes,
  OrgRecord,
  RobotoOptions,
  UpdateUserRequest,
  UserDict,
} from './types.ts'
export type { User } from './user.ts'
export type { Users } from './users.ts'
