import type { Messages } from '@muster/messages/messages.ts'
import {
  ApiError,
  ConnectionError,
  Forbidden,
  MusterError,
  NotFound,
  RateLimited,
  TimeoutError,
  Unauthenticated,
  Unavailable,
  VersionChanged,
} from '@muster/sdk'
import { NotAllowed } from '../app/me.ts'

/** What happened and what to do, in the language of the reader. The server's own sentence says which value is wrong. */
export const describeError = (error: unknown, { errors }: Messages): string => {
  if (error instanceof VersionChanged) return errors.versionChanged
  if (error instanceof RateLimited) return errors.rateLimited(Math.ceil(error.retryAfter ?? 5))
  if (error instanceof Unavailable) return errors.unavailable
  if (error instanceof NotFound) return errors.notFound
  if (error instanceof Unauthenticated)
    return error.code === 'sign_in_too_old' ? errors.signInTooOld : errors.signedOut
  if (error instanceof NotAllowed) return errors.forbidden
  if (error instanceof Forbidden) return `${errors.forbidden} ${error.message}`
  if (error instanceof MusterError) return error.status >= 500 ? errors.unexpected : error.message
  if (error instanceof ApiError) return describeIdentityError(error, errors)
  if (error instanceof TimeoutError) return errors.timeout
  if (error instanceof ConnectionError) return errors.offline
  return errors.unexpected
}

/** Errors of Identity v3: the sentence of the server without the request that it begins with. */
const describeIdentityError = (error: ApiError, errors: Messages['errors']): string => {
  const { status, request, retryAfter } = error
  const sentence = error.message.replace(`${request.method} ${request.path}: `, '')
  if (status === 401) return errors.signedOut
  if (status === 403) return `${errors.forbidden} ${sentence}`
  if (status === 404) return errors.notFound
  if (status === 429) return errors.rateLimited(Math.ceil(retryAfter ?? 5))
  if (status === 503) return errors.unavailable
  return status >= 500 ? errors.unexpected : sentence
}

/** The error of a field of a form, if the server named it. */
export const fieldErrorOf = (error: unknown, field: string): string | undefined =>
  error instanceof MusterError
    ? error.errors.find(({ pointer, parameter }) => pointer === `/${field}` || parameter === field)?.detail
    : undefined

export const requestIdOf = (error: unknown): string | undefined =>
  error instanceof ApiError ? error.requestId : undefined
