import type { LoginIdentifier } from '../../access/authentication/find-user-by-login.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'

export type RequestRecovery = LoginIdentifier

/** Requests that wait at once, of everybody together; each waits a second or so (T81). */
const maxWaiting = 1000

/**
 * By anybody, for any user. What was asked is only written down here, in the same way whatever it says;
 * `answerRecovery` looks a moment later whether there is such a user. So neither the answer nor its time can tell
 * (T72, T73). Rejects with `resource_exhausted`, also to everybody alike, when too much is asked for at once.
 */
export const requestRecovery = command({
  rule: 'open',
  isolation: 'read committed',
  prepare: async (
    { username, email, login, domain }: RequestRecovery,
    _found,
    { ports },
  ): Promise<string> => {
    if ([username, email, login].filter((name) => name !== undefined).length !== 1)
      throw domainError('invalid', 'reference_incomplete', 'Give the user by username or by email.', {
        field: 'username',
      })
    const { id = ports.settings.defaultDomainId, name } = domain ?? {}
    const asked: LoginIdentifier = { username, email, login, domain: name === undefined ? { id } : { name } }
    for (const text of [username, email, login, id, name])
      if (text !== undefined) normalizeText('username', text, 320)
    return JSON.stringify(asked)
  },
  apply: async (_input, { stores, ports, now, prepared: asked }): Promise<void> => {
    const request = { id: ports.secrets.hash(asked), asked, createdAt: now }
    if (!(await stores.recovery.ask(request, maxWaiting)))
      throw domainError(
        'resource_exhausted',
        'recovery_busy',
        'Too many ask for a new password at once: try again in a minute.',
      )
  },
})
