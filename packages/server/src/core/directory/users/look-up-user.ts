import type { Caller } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query, type WithRule } from '../../kernel/operation.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import type { Settings } from '../../kernel/settings.ts'
import { userTarget } from './get-user.ts'
import { withEffectiveStatus } from './inactivity.ts'
import type { User } from './user.ts'

/** Identifies a user by one of its keys. */
export type UserRef = { readonly id: string } | { readonly name: string } | { readonly number: number }

/** The domain of a request that names none: that of the caller's scope, or the default domain for the system scope. */
export const callerDomain = ({
  caller,
  ports,
}: {
  readonly caller: Caller
  readonly ports: { readonly settings: Pick<Settings, 'defaultDomainId'> }
}): string => {
  if (caller.kind !== 'known' || caller.scope.kind === 'system') return ports.settings.defaultDomainId
  return caller.scope.kind === 'unscoped' ? caller.userDomainId : caller.scope.domainId
}

const find = async (
  ref: UserRef,
  domainId: string,
  { stores }: OperationContext,
): Promise<User | undefined> => {
  if ('name' in ref) return stores.users.getByName(domainId, ref.name)
  if ('id' in ref) return stores.users.get(ref.id)
  const { rows } = await stores.users.list({ where: [eq('number', ref.number)], page: { limit: 1 } })
  return rows[0]
}

const nameOf = (ref: UserRef): string =>
  'name' in ref ? ref.name : 'id' in ref ? ref.id : String(ref.number)

/**
 * Finds a user of the caller's domain on which the caller intends the operation, by the rule of that operation. For a
 * missing user and one of another domain, callers that the rule allows in the domain get `not_found`, other callers
 * `forbidden`.
 */
export const lookUpUserFor = ({ rule }: WithRule) =>
  query({
    rule,
    load: async (ref: UserRef, at) => {
      const domainId = callerDomain(at)
      const user = await find(ref, domainId, at)
      return { domainId, user: user?.domainId === domainId ? user : undefined }
    },
    target: (_ref, { user, domainId }) =>
      user ? userTarget(user) : { target: { user: { domain_id: domainId } } },
    read: async (ref, { user }, at): Promise<User> => {
      if (!user) throw notFound('user', nameOf(ref))
      return withEffectiveStatus(user, at)
    },
  })

/** For APIs where only managers of an account see other users: stricter than `getUser`. */
export const getAccountUser = lookUpUserFor({ rule: 'muster:get_account_user' })
