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
  /** The owner. Absent, with no `domainId` either: the caller. */
  readonly userId?: string | undefined
  /** Keys of every user of the domain, deleted users included. */
  readonly domainId?: string | undefined
  /** Only keys with exactly this scope. */
  readonly scope?: AssignmentTarget | undefined
  /** True: only keys with a service user of their own; false: only the others. */
  readonly ownUser?: boolean | undefined
  /** Only keys with `ownUser` that this user created. */
  readonly madeBy?: string | undefined
  /** Absent: every state but `deleted`. */
  readonly states?: readonly ApiKeyState[] | undefined
  readonly limit: number
  /** The number of the last key already seen. */
  readonly after?: number | undefined
  /** Only keys whose name contains this text, ignoring case; an exact match comes first. */
  readonly search?: string | undefined
  /** Absent: in order of creation. Never used with `after`. */
  readonly order?: readonly Sort<ApiKeySortKey>[] | undefined
  /** Rows to skip, for pages by number. */
  readonly skip?: number | undefined
}

const active = apiKeyStates.filter((state) => state !== 'deleted')

/** Owners checked per statement. */
const ownersAtOnce = 1000

/** Users of the domain whose keys the caller may not see one by one; the list leaves their keys out (T21). */
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
 * Lists the keys of one user or of one domain in order of creation. A list of a domain leaves out keys of users with
 * authority that the caller lacks. Rejects with `not_found` for an unknown user; deleted users are known.
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
