import { findUserByLogin } from '../../access/authentication/find-user-by-login.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import { isPerson } from '../../directory/users/user-kinds.ts'
import { type CommandContext, command, query } from '../../kernel/operation.ts'
import { maxLinks } from './recovery-link.ts'
import type { RequestRecovery } from './request-recovery.ts'
import { sendLink } from './send-link.ts'
import { mayRecover } from './valid-recovery-token.ts'

/** Why a request led to no email. Only logged: the response to the request must not reveal it (T72). */
export type UnsentLink = {
  readonly reason:
    | 'request_expired'
    | 'user_unknown'
    | 'domain_disabled'
    | 'user_not_human'
    | 'user_not_active'
    | 'email_not_claimed'
    | 'password_locked'
    | 'links_open'
  readonly userId: string | null
}

export type AnsweredRequests = { readonly count: number; readonly unsent: readonly UnsentLink[] }

/** Requests processed in one transaction. */
export const recoveryBatch = 20

/** Milliseconds after which a waiting request is dropped. */
const requestLifetime = 600_000

/**
 * Processes one batch of recovery requests and sends links to the users they identify. Returns the number of requests
 * and the reasons for those without a link. A user without a password gets the email for a first password. Users who
 * cannot recover a password, or already have `maxLinks` open links, get no email.
 */
export const answerRecovery = command({
  access: 'operator',
  apply: async (_input: object, at): Promise<AnsweredRequests> => {
    const requests = await at.stores.recovery.dequeueRequests(recoveryBatch)
    const unsent: UnsentLink[] = []
    for (const { identifier, createdAt } of requests) {
      const why =
        createdAt > at.now - requestLifetime
          ? await processRequest(JSON.parse(identifier) as RequestRecovery, at)
          : ({ reason: 'request_expired', userId: null } as const)
      if (why) unsent.push(why)
    }
    return { count: requests.length, unsent }
  },
})

/** Whether a request waits to be processed. */
export const recoveryRequested = query({
  access: 'operator',
  read: (_input: object, _found, { stores }): Promise<boolean> => stores.recovery.hasRequests(),
})

const processRequest = async (
  { language, ...name }: RequestRecovery,
  at: CommandContext,
): Promise<UnsentLink | undefined> => {
  const { stores, now } = at
  const { user } = await findUserByLogin(name, at)
  const domain = user && (await stores.projects.get(user.domainId))
  if (!user || !domain) return { reason: 'user_unknown', userId: null }
  const unsent = (reason: UnsentLink['reason']): UnsentLink => ({ reason, userId: user.id })
  if (!domain.enabled) return unsent('domain_disabled')
  if (!isPerson(user)) return unsent('user_not_human')
  if (withEffectiveStatus(user, at).status !== 'active') return unsent('user_not_active')
  if (user.claimedEmail === null) return unsent('email_not_claimed')
  if (!mayRecover(user, domain, at)) return unsent('user_not_active')
  if (user.options.lock_password) return unsent('password_locked')
  if ((await stores.recovery.listValidOfUser(user.id, now)).length >= maxLinks) return unsent('links_open')
  await sendLink(user, at, language)
  return undefined
}
