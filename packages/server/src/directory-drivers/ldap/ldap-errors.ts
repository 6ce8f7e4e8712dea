import { InvalidCredentialsError, NoSuchObjectError, ResultCodeError, SizeLimitExceededError } from 'ldapts'
import { directoryUnavailable } from '../../core/directory/external/external-directory.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'

/** Result codes of a bind that reject the user, such as a locked account (RFC 4511 appendix A). */
const rejections: ReadonlySet<number> = new Set([8, 13, 19, 32, 34, 48, 49, 50, 53])

export const rejectsBind = (error: unknown): boolean =>
  error instanceof ResultCodeError && rejections.has(error.code)

/** Result codes of a search after which a connection is of no use: it is not bound, or the server is busy or stops. */
const endsUse: ReadonlySet<number> = new Set([1, 51, 52])

/** Whether a search failed with a complete response, so that its connection can be used for the next one. */
export const isUsableAfter = (error: unknown): boolean =>
  error instanceof ResultCodeError && !endsUse.has(error.code)

export const isMissing = (error: unknown): boolean => error instanceof NoSuchObjectError

/** `unavailable` with a reason that names no value of the configuration and nothing that the server sent. */
export const toUnavailable = (error: unknown): Error => {
  if (isDomainError(error)) return error
  if (error instanceof SizeLimitExceededError)
    return directoryUnavailable(
      'the result exceeds its size limit; the option ldap.page_size reads it in pages',
    )
  if (error instanceof InvalidCredentialsError)
    return directoryUnavailable('it rejects ldap.user and ldap.password')
  if (error instanceof ResultCodeError)
    return directoryUnavailable(`it responds with result code ${error.code}`)
  const { code } = error as NodeJS.ErrnoException
  return directoryUnavailable(code === undefined ? 'no response' : `no connection (${code})`)
}
