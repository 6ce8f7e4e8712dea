import { endApplicationCredentials } from '../application-credentials/end-application-credentials.ts'
import { endAccessTokens } from '../oauth1/end-access-tokens.ts'
import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { endUserAccess } from '../tokens/revoke-tokens.ts'
import { endTrusts } from '../trusts/end-trusts.ts'
import { theUser, userTarget } from './get-user.ts'

/** The user's memberships, assignments, passwords, sessions, tokens, trusts and application credentials end with it. */
export const deleteUser = command({
  rule: 'identity:delete_user',
  load: ({ id }: { readonly id: string }, at) => theUser(id, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ id }, at) => {
    const { stores, now, found, record } = at
    if (!(await stores.users.bury(id, now))) throw notFound('user', id)
    await stores.groups.removeUser(id)
    await stores.assignments.deleteOfActor({ type: 'user', id })
    await endUserAccess(id, { stores, now })
    await endTrusts(await stores.trusts.deleteOfUser(id, now), found.domainId, at)
    await endAccessTokens(await stores.oauth1.deleteOfUser(id), found.domainId, at)
    const keys = await stores.applicationCredentials.deleteOfUser(id)
    await endApplicationCredentials(keys, found.domainId, at)
    await stores.accessRules.deleteOfUser(id)
    await stores.credentials.deleteOfUser(id)
    record({
      kind: 'user.deleted',
      subject: { type: 'user', id },
      domainId: found.domainId,
      touches: [`user:${id}`],
    })
  },
})
