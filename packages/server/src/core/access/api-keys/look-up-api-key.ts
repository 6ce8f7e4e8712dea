import { callerDomain } from '../../directory/users/look-up-user.ts'
import type { User } from '../../directory/users/user.ts'
import { isDomainError, notFound } from '../../kernel/domain-error.ts'
import { query, type WithRule } from '../../kernel/operation.ts'
import type { ApiKeyView } from './api-key.ts'
import { keyTarget, requireApiKey, viewedKey } from './get-api-key.ts'

export type OwnedApiKey = { readonly key: ApiKeyView; readonly owner: User }

/**
 * Finds a key that is not deleted by its number, by the rule of the operation that the caller intends: a key of the caller
 * or of a user of the caller's domain. For every other number, callers that the rule allows in the domain get `not_found`,
 * other callers `forbidden`.
 */
export const lookUpApiKeyFor = ({ rule }: WithRule) =>
  query({
    rule,
    load: async ({ number }: { readonly number: number }, at) => {
      const domainId = callerDomain(at)
      const key = await requireApiKey({ number }, at).catch((thrown) => {
        if (isDomainError(thrown, 'not_found')) return undefined
        throw thrown
      })
      const owner = key?.deletedAt === null ? await at.stores.users.get(key.userId) : undefined
      const own = at.caller.kind === 'known' && at.caller.userId === owner?.id
      return {
        domainId,
        found: key && owner && (own || owner.domainId === domainId) ? { key, owner } : undefined,
      }
    },
    target: (_input, { domainId, found }) =>
      found
        ? keyTarget({ key: found.key, domainId: found.owner.domainId })
        : { target: { user: { domain_id: domainId } } },
    read: async ({ number }, { found }, at): Promise<OwnedApiKey> => {
      if (!found) throw notFound('api_key', String(number))
      return { key: await viewedKey(found.key, at), owner: found.owner }
    },
  })
