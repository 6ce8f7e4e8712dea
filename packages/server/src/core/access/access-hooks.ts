import type { AccessHooks } from '../kernel/access-hooks.ts'
import { isDomainError } from '../kernel/domain-error.ts'
import { revokeApplicationCredentials } from './application-credentials/revoke-application-credentials.ts'
import { isActiveScope, possibleCallers } from './authority/possible-callers.ts'
import { assertTargetWithin, isProtected } from './authority/protected-targets.ts'
import { removeIdentityProvidersOfDomain } from './federation/identity-providers.ts'
import { revokeAccessTokens } from './oauth1/revoke-access-tokens.ts'
import { requireActiveUser } from './tokens/active-user.ts'
import { revokeTrusts } from './trusts/revoke-trusts.ts'

export const accessHooks: AccessHooks = {
  isProtected,
  assertTargetWithin,
  async onProjectDeleted({ id, domainId }, at) {
    const { stores, now } = at
    await revokeTrusts(await stores.trusts.deleteOfProject(id, now), domainId, at)
    await revokeAccessTokens(await stores.oauth1.deleteOfProject(id), domainId, at)
    const ended = await stores.applicationCredentials.deleteOfScope({ type: 'project', id })
    await revokeApplicationCredentials(ended, domainId, at)
    await stores.credentials.deleteOfProject(id)
  },
  async onDomainDeleted(id, at) {
    const { stores, now } = at
    await removeIdentityProvidersOfDomain(id, at)
    await stores.sessions.closeOfDomain(id)
    await revokeTrusts(await stores.trusts.deleteOfDomain(id, now), id, at)
    await revokeAccessTokens(await stores.oauth1.deleteOfDomain(id), id, at)
    await revokeApplicationCredentials(await stores.applicationCredentials.deleteOfDomain(id), id, at)
    await stores.accessRules.deleteOfDomain(id)
    await stores.credentials.deleteOfDomain(id)
  },
  async onRoleDeleted({ id, domainId }, at) {
    const ended = await at.stores.applicationCredentials.deleteOfRole(id)
    await revokeApplicationCredentials(ended, domainId, at)
    return ended.length
  },
  async callersOf(userId, at) {
    try {
      const { user } = await requireActiveUser(userId, at)
      return await possibleCallers(user, at)
    } catch (thrown) {
      if (!isDomainError(thrown, 'unauthenticated')) throw thrown
      return (await at.stores.users.get(userId)) ? 'disabled' : 'deleted'
    }
  },
  hasActiveScope: ({ scope }, at) => isActiveScope(scope, at),
}
