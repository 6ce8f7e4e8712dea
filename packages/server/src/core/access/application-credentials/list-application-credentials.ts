import { requireUser } from '../../directory/users/get-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { ApplicationCredentialView } from './application-credential.ts'
import type { ApplicationCredentialFilterKey } from './application-credential-store.ts'
import {
  credentialRules,
  findCredential,
  type NamedCredential,
  viewed,
} from './get-application-credential.ts'

export type ListApplicationCredentials = ListQuery<ApplicationCredentialFilterKey> &
  Pick<NamedCredential, 'userId' | 'scopeType'>

/** Lists the credentials of one user. Rejects with `not_found` for an unknown user or marker. */
export const listApplicationCredentials = query({
  searches: true,
  rules: credentialRules('identity:list_application_credentials', 'muster:list_api_keys'),
  target: ({ userId }: ListApplicationCredentials) => ({ user_id: userId }),
  read: async ({ userId, scopeType, where, page }, _found, at): Promise<Slice<ApplicationCredentialView>> => {
    await requireUser(userId, at)
    const { after } = page
    if (after !== undefined) {
      const marker = await findCredential({ userId, id: after, scopeType }, at)
      if (marker?.userId !== userId) throw notFound('marker', after)
    }
    const { rows, more } = await at.stores.applicationCredentials.list({
      where: [
        ...where,
        eq('user_id', userId),
        ...(scopeType === undefined ? [] : [eq('scope_type' as const, scopeType)]),
      ],
      page,
    })
    return { rows: await viewed(rows, at), more }
  },
})
