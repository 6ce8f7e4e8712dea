import type { AssignmentTarget } from '../assignments/assignment.ts'
import type { Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { type ApiKeyState, type ApiKeyView, apiKeyStates } from './api-key.ts'
import { viewedKeys } from './get-api-key.ts'

export type ListApiKeys = {
  /** Whose. Without it and without a domain: the caller's. */
  readonly userId?: string | undefined
  /** Those of every user of the domain, deleted users included. */
  readonly domainId?: string | undefined
  /** Only those that reach exactly this. */
  readonly scope?: AssignmentTarget | undefined
  /** Absent: all but the deleted ones. */
  readonly states?: readonly ApiKeyState[] | undefined
  readonly limit: number
  /** The number of the last one seen. */
  readonly after?: number | undefined
}

const living = apiKeyStates.filter((state) => state !== 'deleted')

/** Those of one user, or of one domain, in the order they were made. An unknown user is `not_found`. */
export const listApiKeys = query({
  rule: 'muster:list_api_keys',
  load: async ({ userId, domainId }: ListApiKeys, at) => {
    if (userId === undefined && domainId !== undefined) return { of: { domainId }, target: inDomain(domainId) }
    const id = userId ?? (at.caller.kind === 'known' ? at.caller.userId : '')
    return { of: { userId: id, domainId }, target: userTarget(await theUser(id, at)) }
  },
  target: (_input, { target }) => target,
  read: async ({ scope, states = living, limit, after }, { of }, at): Promise<Slice<ApiKeyView>> => {
    const { rows, more } = await at.stores.apiKeys.list({ ...of, scope, states, now: at.now, limit, after })
    return { rows: await viewedKeys(rows, at), more }
  },
})

const inDomain = (domainId: string) => ({ target: { user: { domain_id: domainId } } })
