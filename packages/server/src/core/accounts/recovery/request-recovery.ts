import type { LoginIdentifier } from '../../access/authentication/find-user-by-login.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { checkLanguage } from '../../kernel/language.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'

export type RequestRecovery = LoginIdentifier & {
  /** The language of the email to a user without a preferred language. */
  readonly language?: string | undefined
}

/** Maximum number of waiting requests of all callers; each waits about a second (T81). */
const maxWaiting = 1000

/**
 * Queues a recovery request; needs no authentication. Every request is stored in the same way, and `answerRecovery` looks
 * the user up later, so that neither the response nor its timing reveals whether the user exists (T72, T73). Rejects
 * every caller with `resource_exhausted` while too many requests are waiting.
 */
export const requestRecovery = command({
  access: 'public',
  isolation: 'read committed',
  prepare: async (
    { username, email, login, domain, language }: RequestRecovery,
    _found,
    { ports },
  ): Promise<{ readonly id: string; readonly identifier: string }> => {
    if ([username, email, login].filter((name) => name !== undefined).length !== 1)
      throw domainError(
        'invalid',
        'reference_incomplete',
        'Identify the user by exactly one of username and email.',
        {
          field: 'username',
        },
      )
    checkLanguage(language)
    const { id = ports.settings.defaultDomainId, name } = domain ?? {}
    const identifier: LoginIdentifier = {
      username,
      email,
      login,
      domain: name === undefined ? { id } : { name },
    }
    for (const text of [username, email, login, id, name])
      if (text !== undefined) normalizeText('username', text, 320)
    return {
      id: ports.secrets.hash(JSON.stringify(identifier)),
      identifier: JSON.stringify({ ...identifier, language }),
    }
  },
  apply: async (_input, { stores, now, prepared }): Promise<void> => {
    if (!(await stores.recovery.enqueueRequest({ ...prepared, createdAt: now }, maxWaiting)))
      throw domainError(
        'resource_exhausted',
        'recovery_busy',
        'Too many password recovery requests are waiting. Try again in a minute.',
      )
  },
})
