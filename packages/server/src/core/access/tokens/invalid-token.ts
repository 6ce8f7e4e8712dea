import { type DomainError, domainError, isDomainError } from '../../kernel/domain-error.ts'

/** Every reason is the same to whoever shows the token; the code is for the log. */
export const invalidToken = (code: string): DomainError =>
  domainError('unauthenticated', code, 'The token is not valid.')

/** A subject that does not hold is missing, not a failed authentication of whoever asks about it. */
export const isInvalidToken = (thrown: unknown): boolean => isDomainError(thrown, 'unauthenticated')
