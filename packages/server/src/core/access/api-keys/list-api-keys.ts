import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Sort } from '../../kernel/paging/position.ts'
import { keyOwnersBeyond } from '../authority/protected-targets.ts'
import { type ApiKeyState, type ApiKeyView, apiKeyStates } from './api-key.ts'
import type { ApiKeySortKey } from './api-key-store.ts'
import { viewedKeys } from './get-api-key.ts'

export type ListApiKeys = {
  /** Whose. Without it and without a domain: the caller's. */
  readonly userId?: string | undefined
  /** Those of every user of the domain, deleted users included. */
  readonly domainId?: string | undefined
  /** Only those that reach exactly this. */
  readonly scope?: AssignmentTarget | undefined
  /** Only those whose user was made for them, or only the others. */
  readonly ownUser?: boolean | undefined
  /** Only those that this user had made. */
  readonly madeBy?: string | undefined
  /** Absent: all but the deleted ones. */
  readonly states?: readonly ApiKeyState[] | undefined
  readonly limit: number
  /** The number of the last one seen. */
  readonly after?: number | undefined
  /** Only those whose name holds this text, whatever its case; a key of just that name comes first. */
  readonly search?: string | undefined
  /** In place of the order they were made in, and never with `after`. */
  readonly order?: readonly Sort<ApiKeySortKey>[] | undefined
  /** Rows to pass over, for clients that count pages. */
  readonly skip?: number | undefined
}

const active = apiKeyStates.filter((state) => state !== 'deleted')

/** Owners that are looked up in one statement. */
const ownersAtOnce = 1000

/** Users of the domain whose keys the caller could not look at one by one: a list has no more (T21). */
const hiddenOwners = async (domainId: string, at: OperationContext): Promise<readonly string[]> => {
  const hidden: string[] = []
  for (let after: string | undefined; ; ) {
    const { rows, more } = await at.stores.apiKeys.owners(domainId, { limit: ownersAtOnce, after })
    hidden.push(...(await keyOwnersBeyond(rows, at)))
    if (!more) return hidden
    after = rows.at(-1)
  }
}

/**
 * Those of one user, or of one domain, in the order they were made. Of a domain those of users who reach beyond the
 * caller are left out. An unknown user is `not_found`, a deleted one is not.
 */
export const listApiKeys = query({
  searches: true,
  rule: 'muster:list_api_keys',
  load: async ({ userId, domainId }: ListApiKeys, at) => {
    if (userId === undefined && domainId !== undefined)
      return { of: { domainId }, target: inDomain(domainId) }
    const id = userId ?? (at.caller.kind === 'known' ? at.caller.userId : '')
    return { of: { userId: id, domainId }, target: userTarget(await requireUserOrDeletedUser(id, at)) }
  },
  target: (_input, { target }) => target,
  read: async (
    { userId: _user, domainId: _domain, states = active, ...filters },
    { of },
    at,
  ): Promise<Slice<ApiKeyView>> => {
    const exceptUserIds = 'userId' in of ? undefined : await hiddenOwners(of.domainId, at)
    const { rows, more } = await at.stores.apiKeys.list({
      ...filters,
      ...of,
      exceptUserIds,
      states,
      now: at.now,
    })
    return { rows: await viewedKeys(rows, at), more }
  },
})

const requireUserOrDeletedUser = async (id: string, at: Pick<OperationContext, 'stores'>) =>
  (await at.stores.deletedUsers.get(id)) ?? requireUser(id, at)

const inDomain = (domainId: string) => ({ target: { user: { domain_id: domainId } } })
