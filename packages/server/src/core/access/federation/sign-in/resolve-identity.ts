import type { Group } from '../../../directory/groups/group.ts'
import type { Project } from '../../../directory/projects/project.ts'
import type { Role } from '../../../directory/roles/role.ts'
import type { User } from '../../../directory/users/user.ts'
import { domainError, notFound } from '../../../kernel/domain-error.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import { authenticationFailed } from '../../authentication/auth-result.ts'
import { assertActiveUser } from '../../tokens/active-user.ts'
import type { IdentityProvider } from '../identity-provider.ts'
import type { MappedDomain, MappedIdentity } from '../mapping/apply-mapping.ts'

type Context = Pick<OperationContext, 'stores' | 'ports'>

/** Groups of a token, which must fit into the headers of a request. */
const maxGroups = 128

const findDomain = async (
  { id, name }: MappedDomain,
  { stores }: Pick<Context, 'stores'>,
): Promise<Project | undefined> => {
  const domain =
    id === undefined ? await stores.projects.getByName(null, name ?? '') : await stores.projects.get(id)
  return domain?.isDomain ? domain : undefined
}

/** The mapped domain, or that of the provider. Rejects with `unauthenticated` unless it exists and is enabled. */
export const requireMappedDomain = async (
  mapped: MappedDomain | undefined,
  { domainId }: Pick<IdentityProvider, 'domainId'>,
  at: Pick<Context, 'stores'>,
): Promise<Project> => {
  const domain = await findDomain(mapped ?? { id: domainId }, at)
  if (!domain?.enabled) throw authenticationFailed('federated_domain_not_active')
  return domain
}

/** The active user that a mapping of the type `local` names. Rejects with `unauthenticated`. */
export const requireLocalUser = async (
  { id, name, domain }: MappedIdentity['user'],
  at: Context,
): Promise<User> => {
  const home = domain && (await findDomain(domain, at))
  const user =
    id === undefined
      ? home && (await at.stores.users.getByName(home.id, name ?? ''))
      : await at.stores.users.get(id)
  if (!user || (home && user.domainId !== home.id)) throw authenticationFailed('user_unknown')
  return requireActive(user, at)
}

/** Rejects with `unauthenticated` unless the user and its domain are active. */
export const requireActive = async (user: User, { stores, ports }: Context): Promise<User> => {
  const domain = await stores.projects.get(user.domainId)
  return assertActiveUser({ user, domain }, { ports }).user
}

/**
 * The ids of the mapped groups. Groups that do not exist give no rights, so they are left out and reported to the
 * operator.
 */
export const findGroupIds = async (
  { groupIds, groupNames }: Pick<MappedIdentity, 'groupIds' | 'groupNames'>,
  provider: Pick<IdentityProvider, 'id'>,
  at: Context,
): Promise<readonly string[]> => {
  const found = new Set((await at.stores.groups.getMany([...new Set(groupIds)])).map(({ id }) => id))
  let missing = new Set(groupIds).size - found.size
  for (const group of await findGroups(groupNames, at)) {
    if (group) found.add(group.id)
    else missing++
  }
  if (missing > 0)
    at.ports.warn(
      { component: 'federation', identity_provider: provider.id, missing },
      'groups of a mapping do not exist',
    )
  if (found.size > maxGroups)
    throw domainError(
      'failed_precondition',
      'federated_groups_too_many',
      `The sign-in has more than ${maxGroups} groups. Change the mapping so that it selects fewer.`,
    )
  return [...found].sort()
}

/** An assertion can name hundreds of groups, so each domain and its groups are read once. */
const findGroups = async (
  groupNames: MappedIdentity['groupNames'],
  at: Pick<Context, 'stores'>,
): Promise<readonly (Group | undefined)[]> => {
  const inDomain = new Map<string, { readonly domain: MappedDomain; readonly names: string[] }>()
  for (const { name, domain } of groupNames) {
    const key = JSON.stringify(domain)
    const known = inDomain.get(key)
    if (known) known.names.push(name)
    else inDomain.set(key, { domain, names: [name] })
  }
  const found: (Group | undefined)[] = []
  for (const { domain: ref, names } of inDomain.values()) {
    const domain = await findDomain(ref, at)
    const groups = domain
      ? await at.stores.groups.getManyByName(domain.id, names)
      : names.map(() => undefined)
    for (const group of groups) found.push(group)
  }
  return found
}

/** A role by its name: a global role, or one of the user's domain. */
export const requireMappedRole = async (
  name: string,
  userDomainId: string,
  { stores }: Pick<Context, 'stores'>,
): Promise<Role> => {
  const roles = await stores.roles.getByName(name)
  const role =
    roles.find(({ domainId }) => domainId === null) ?? roles.find(({ domainId }) => domainId === userDomainId)
  if (role) return role
  if (roles.length === 0) throw notFound('role', name)
  throw domainError(
    'failed_precondition',
    'domain_role_mismatch',
    `The role ${name.slice(0, 64)} belongs to another domain than the user.`,
  )
}
