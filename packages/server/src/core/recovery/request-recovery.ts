import type { LoginName } from '../auth/named-user.ts'
import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { cleanText } from '../text.ts'

export type RequestRecovery = LoginName

/** Requests that wait at once, of everybody together; each waits a second or so (T81). */
const maxWaiting = 1000

/**
 * By anybody, for any user. What was asked is only written down here, in the same way whatever it says;
 * `answerRecovery` looks a moment later whether there is such a user. So neither the answer nor its time can tell
 * (T72, T73). Refuses `too_many`, also to everybody alike, when too much is asked for at once.
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
      throw refuse('invalid', 'reference_incomplete', 'Give the user by username or by email.', {
        field: 'username',
      })
    const { id = ports.settings.defaultDomainId, name } = domain ?? {}
    const asked: LoginName = { username, email, login, domain: name === undefined ? { id } : { name } }
    for (const text of [username, email, login, id, name])
      if (text !== undefined) cleanText('username', text, 320)
    return JSON.stringify(asked)
  },
  apply: async (_input, { stores, ports, now, prepared: asked }): Promise<void> => {
    const request = { id: ports.secrets.hash(asked), asked, createdAt: now }
    if (!(await stores.recovery.ask(request, maxWaiting)))
      throw refuse(
        'too_many',
        'recovery_busy',
        'Too many ask for a new password at once: try again in a minute.',
      )
  },
})
