export type { ChangeOptions, PostOptions } from './native/api.ts'
export { Muster, type MusterOptions } from './native/client.ts'
export {
  BadRequest,
  Conflict,
  Forbidden,
  MusterError,
  NotFound,
  RateLimited,
  Unauthenticated,
  Unavailable,
  VersionChanged,
} from './native/errors.ts'
export type { ListApiKeys } from './native/resources/api-keys.ts'
export type { BulkCounts, BulkLine } from './native/resources/bulk-jobs.ts'
export type { EventConditions, EventKind, FollowEvents, ListEvents } from './native/resources/events.ts'
export type { ExportUsers, ImportCounts, ImportLine, Rows, SendRows } from './native/resources/imports.ts'
export type { ListMessages } from './native/resources/messages.ts'
export type { Login } from './native/resources/passwords.ts'
export type { ListUsers, UserConditions } from './native/resources/users.ts'
export type * from './native/types.ts'
export {
  ApiError,
  ArgumentError,
  ClientError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from './transport/errors.ts'
export type { AttemptInfo, Hooks } from './transport/hooks.ts'
export type { Page, Paginated, PaginatedByCursor } from './transport/pages.ts'
export type { CallOptions, ClientOptions } from './transport/transport.ts'
