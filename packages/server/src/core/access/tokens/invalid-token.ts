import { type DomainError, domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'

/** The message is the same for every reason; the code is for the log. */
export const invalidToken = (code: ErrorCode<'unauthenticated'>): DomainError =>
  domainError('unauthenticated', code, 'The token is not valid.')

/** Whether reading a subject token failed. APIs report it as `not_found`, not as a failed authentication of the caller. */
export const isInvalidToken = (thrown: unknown): boolean => isDomainError(thrown, 'unauthenticated')
