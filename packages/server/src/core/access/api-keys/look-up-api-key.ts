import { callerDomain } from '../../directory/users/look-up-user.ts'
import type { User } from '../../directory/users/user.ts'
import { isDomainError, notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { ApiKeyView } from './api-key.ts'
import { keyTarget, requireApiKey, viewedKey } from './get-api-key.ts'

export type LookUpApiKey = {
  readonly number: number
  /** The rule of the intended operation. Absent: `muster:get_api_key`. */
  readonly rule?: string | undefined
}

export type OwnedApiKey = { readonly key: ApiKeyView; readonly owner: User }

/**
 * Fetches a key that is not deleted by its number: a key of the caller or of a user of the caller's domain. For every
 * other number the error is `not_found` for callers who may see keys of the domain and `forbidden` for all others.
 */
export const lookUpApiKey = query({
  rule: ({ rule = 'muster:get_api_key' }: LookUpApiKey) => rule,
  load: async ({ number }: LookUpApiKey, at) => {
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
