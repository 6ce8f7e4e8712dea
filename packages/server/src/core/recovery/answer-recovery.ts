import { type LoginName, namedUser } from '../auth/named-user.ts'
import { type Applying, command, query } from '../operation.ts'
import { mayRecover } from './living-link.ts'
import { maxLinks } from './recovery-link.ts'
import { sendLink } from './send-link.ts'

/** Requests answered in one transaction. */
export const recoveryBatch = 20

/** Milliseconds after which nobody waits for the letter any more. */
const patience = 600_000

/**
 * Sends links to the users whom requests name, where there are such users; answers how many requests were looked
 * at. A user who cannot recover a password gets no letter: not one without a password, whom an administrator has to
 * send a link, and not one who has enough open links already.
 */
export const answerRecovery = command({
  rule: 'operator',
  apply: async (_input: object, at): Promise<number> => {
    const requests = await at.stores.recovery.takeAsked(recoveryBatch)
    for (const { asked, createdAt } of requests)
      if (createdAt > at.now - patience) await answer(JSON.parse(asked) as LoginName, at)
    return requests.length
  },
})

/** Whether anything waits to be answered. */
export const recoveryAsked = query({
  rule: 'operator',
  read: (_input: object, _found, { stores }): Promise<boolean> => stores.recovery.anyAsked(),
})

const answer = async (name: LoginName, at: Applying): Promise<void> => {
  const { stores, now } = at
  const user = await namedUser(name, at)
  const domain = user && (await stores.projects.get(user.domainId))
  if (!mayRecover(user, domain, at) || user.options.lock_password) return
  if (!(await stores.passwords.current(user.id))) return
  if ((await stores.recovery.openOfUser(user.id, now)).length >= maxLinks) return
  await sendLink(user, at)
}
