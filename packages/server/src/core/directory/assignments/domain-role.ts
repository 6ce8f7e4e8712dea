import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { EventKind } from '../../kernel/events/event-kinds.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import type { Role } from '../roles/role.ts'
import type { User } from '../users/user.ts'
import type { AssignmentTarget } from './assignment.ts'
import { grantEvent } from './grant.ts'

/**
 * What a user is on its own domain, for clients who know one role a user: a role given directly on the domain and
 * not inherited, the strongest first. Other roles there are none of these and stay as they are.
 */
export const domainRoles = ['admin', 'manager', 'publisher', 'member', 'annotator', 'reader'] as const
export type AccountRole = (typeof domainRoles)[number]

/** Made when first given. `admin` is not: who has it may do everything, so it is there or nobody gets it. */
const madeOnDemand: ReadonlySet<string> = new Set(domainRoles.filter((name) => name !== 'admin'))

type Account = Pick<User, 'id' | 'domainId'>

const onDomain = ({ domainId }: Account): AssignmentTarget => ({ type: 'domain', id: domainId })
const asActor = ({ id }: Account) => ({ type: 'user', id }) as const
const isGlobal = ({ domainId }: Role) => domainId === null

/** Rejects with `forbidden` unless the caller may give and take this role. */
const checkMayGive = (
  user: Account,
  { id, name }: Pick<Role, 'id' | 'name'>,
  { may }: Pick<OperationContext, 'may'>,
) => {
  const target = { user: { id: user.id, domain_id: user.domainId }, role: { id, name } }
  if (!may('muster:set_account_role', { target }))
    throw domainError(
      'forbidden',
      'account_role_forbidden',
      `You may not give or take the role ${name} there.`,
      {
        field: 'domain_role',
      },
    )
}

/** The global role of that name, made when there is none. Rejects with `not_found` for `admin`, which nobody makes so. */
export const requireDomainRole = async (
  name: string,
  { stores, ports, now, record }: CommandContext,
): Promise<Role> => {
  const found = (await stores.roles.getByName(name)).find(isGlobal)
  if (found) return found
  if (!madeOnDemand.has(name)) throw notFound('role', name)
  const made = {
    id: ports.newId(),
    domainId: null,
    name,
    description: null,
    options: {},
    extra: {},
    createdAt: now,
    updatedAt: now,
  }
  if (await stores.roles.insertUnlessNamed(made)) {
    record({ kind: 'role.created', subject: { type: 'role', id: made.id } })
    return made
  }
  // Somebody else made it a moment ago.
  const theirs = (await stores.roles.getByName(name)).find(isGlobal)
  if (!theirs) throw notFound('role', name)
  return theirs
}

const event = (kind: EventKind, user: Account, roleId: string) => ({
  ...grantEvent(kind, { actor: asActor(user), target: onDomain(user), roleId, inherited: false }, undefined),
  domainId: user.domainId,
})

/** Gives a new user a role on its domain, beside nothing. Rejects with `not_found` for a role that nobody made. */
export const giveDomainRole = async (user: Account, name: string, at: CommandContext): Promise<void> => {
  const given = { actor: asActor(user), target: onDomain(user), inherited: false }
  // Before a role is made for it.
  checkMayGive(user, { id: '', name }, at)
  const role = await requireDomainRole(name, at)
  if (
    await at.stores.assignments.insert(
      { ...given, roleId: role.id },
      { createdAt: at.now, updatedAt: at.now },
    )
  )
    at.record(event('assignment.created', user, role.id))
}

const heldOf = async (users: readonly Account[], { stores }: Pick<OperationContext, 'stores'>) => {
  const roles = (await Promise.all(domainRoles.map((name) => stores.roles.getByName(name)))).flat()
  const global = new Map(roles.filter(isGlobal).map((role) => [role.id, role]))
  if (global.size === 0 || users.length === 0) return []
  const own = new Set(users.map(({ id, domainId }) => `${id} ${domainId}`))
  const given = await stores.assignments.list({
    actors: users.map(asActor),
    targets: [...new Set(users.map(({ domainId }) => domainId))].map(
      (id) => ({ type: 'domain', id }) as const,
    ),
    roleIds: [...global.keys()],
    inherited: false,
  })
  return given.flatMap(({ actor, target, roleId }) => {
    const role = global.get(roleId)
    return role && target.type === 'domain' && own.has(`${actor.id} ${target.id}`)
      ? [{ userId: actor.id, role }]
      : []
  })
}

/**
 * In place of whatever account role the user has; null takes it away. Each one that comes or goes must be the
 * caller's to give. Rejects with `not_found` for a role that nobody made.
 */
export const setDomainRole = async (
  user: Account,
  name: string | null,
  at: CommandContext,
): Promise<void> => {
  const { stores, record } = at
  const held = await heldOf([user], at)
  for (const { role } of held) {
    if (role.name === name) continue
    checkMayGive(user, role, at)
    await stores.assignments.delete({
      actor: asActor(user),
      target: onDomain(user),
      roleId: role.id,
      inherited: false,
    })
    record(event('assignment.deleted', user, role.id))
  }
  if (name !== null && !held.some(({ role }) => role.name === name)) await giveDomainRole(user, name, at)
}

/** The strongest account role of each user; one without any is not there. */
export const accountRolesOf = async (
  users: readonly Account[],
  at: Pick<OperationContext, 'stores'>,
): Promise<ReadonlyMap<string, AccountRole>> => {
  const strongest = new Map<string, AccountRole>()
  const held = await heldOf(users, at)
  for (const name of domainRoles.toReversed())
    for (const { userId, role } of held) if (role.name === name) strongest.set(userId, name)
  return strongest
}

export const accountRoleOf = async (
  user: Account,
  at: Pick<OperationContext, 'stores'>,
): Promise<AccountRole | undefined> => (await accountRolesOf([user], at)).get(user.id)
