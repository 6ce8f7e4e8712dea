import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { EventKind } from '../../kernel/events/event-kinds.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import type { Role } from '../roles/role.ts'
import type { User } from '../users/user.ts'
import type { AssignmentTarget } from './assignment.ts'
import { grantEvent } from './grant.ts'

/**
 * The domain role of a user, for clients that know one role per user: a direct, not inherited assignment on the user's
 * own domain. Strongest first. Other roles on the domain are not domain roles and are never changed here.
 */
export const domainRoles = ['admin', 'manager', 'publisher', 'member', 'annotator', 'reader'] as const
export type AccountRole = (typeof domainRoles)[number]

/** Roles that are created when first granted. `admin` is not: it allows everything and must be created explicitly. */
const madeOnDemand: ReadonlySet<string> = new Set(domainRoles.filter((name) => name !== 'admin'))

type Account = Pick<User, 'id' | 'domainId'>

const onDomain = ({ domainId }: Account): AssignmentTarget => ({ type: 'domain', id: domainId })
const asActor = ({ id }: Account) => ({ type: 'user', id }) as const
const isGlobal = ({ domainId }: Role) => domainId === null

/** Rejects with `forbidden` unless the caller may grant and revoke this role. */
const assertCanGrantDomainRole = (
  user: Account,
  { id, name }: Pick<Role, 'id' | 'name'>,
  { may }: Pick<OperationContext, 'may'>,
) => {
  const target = { user: { id: user.id, domain_id: user.domainId }, role: { id, name } }
  if (!may('muster:set_account_role', { target }))
    throw domainError(
      'forbidden',
      'account_role_forbidden',
      `You are not allowed to grant or revoke the role ${name} on this domain.`,
      {
        field: 'domain_role',
      },
    )
}

/** The global role of that name, created on demand. Rejects with `not_found` for a missing role `admin`. */
export const requireDomainRole = async (
  name: string,
  { stores, ports, now, record }: CommandContext,
): Promise<Role> => {
  const found = (await stores.roles.getByName(name)).find(isGlobal)
  if (found) return found
  if (!madeOnDemand.has(name)) throw notFound('role', name)
  const created = {
    id: ports.newId(),
    domainId: null,
    name,
    description: null,
    options: {},
    extra: {},
    createdAt: now,
    updatedAt: now,
  }
  if (await stores.roles.insertUnlessNamed(created)) {
    record({ kind: 'role.created', subject: { type: 'role', id: created.id } })
    return created
  }
  // A concurrent request has created it.
  const existing = (await stores.roles.getByName(name)).find(isGlobal)
  if (!existing) throw notFound('role', name)
  return existing
}

const event = (kind: EventKind, user: Account, roleId: string) => ({
  ...grantEvent(kind, { actor: asActor(user), target: onDomain(user), roleId, inherited: false }, undefined),
  domainId: user.domainId,
})

/** Grants a user without a domain role one. Rejects with `not_found` for a role that does not exist. */
export const giveDomainRole = async (user: Account, name: string, at: CommandContext): Promise<void> => {
  const grant = { actor: asActor(user), target: onDomain(user), inherited: false }
  // Checked before the role is created on demand.
  assertCanGrantDomainRole(user, { id: '', name }, at)
  const role = await requireDomainRole(name, at)
  if (
    await at.stores.assignments.insert(
      { ...grant, roleId: role.id },
      { createdAt: at.now, updatedAt: at.now },
    )
  )
    at.record(event('assignment.created', user, role.id))
}

const assignedRolesOf = async (users: readonly Account[], { stores }: Pick<OperationContext, 'stores'>) => {
  const roles = (await Promise.all(domainRoles.map((name) => stores.roles.getByName(name)))).flat()
  const global = new Map(roles.filter(isGlobal).map((role) => [role.id, role]))
  if (global.size === 0 || users.length === 0) return []
  const own = new Set(users.map(({ id, domainId }) => `${id} ${domainId}`))
  const assignments = await stores.assignments.list({
    actors: users.map(asActor),
    targets: [...new Set(users.map(({ domainId }) => domainId))].map(
      (id) => ({ type: 'domain', id }) as const,
    ),
    roleIds: [...global.keys()],
    inherited: false,
  })
  return assignments.flatMap(({ actor, target, roleId }) => {
    const role = global.get(roleId)
    return role && target.type === 'domain' && own.has(`${actor.id} ${target.id}`)
      ? [{ userId: actor.id, role }]
      : []
  })
}

/**
 * Replaces the domain role of a user; null removes it. Rejects with `forbidden` unless the caller may grant each role
 * that is added or removed, `not_found` for a role that does not exist.
 */
export const setDomainRole = async (
  user: Account,
  name: string | null,
  at: CommandContext,
): Promise<void> => {
  const { stores, record } = at
  const held = await assignedRolesOf([user], at)
  for (const { role } of held) {
    if (role.name === name) continue
    assertCanGrantDomainRole(user, role, at)
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

/** The strongest domain role of each user; users without one are absent. */
export const accountRolesOf = async (
  users: readonly Account[],
  at: Pick<OperationContext, 'stores'>,
): Promise<ReadonlyMap<string, AccountRole>> => {
  const strongest = new Map<string, AccountRole>()
  const held = await assignedRolesOf(users, at)
  for (const name of domainRoles.toReversed())
    for (const { userId, role } of held) if (role.name === name) strongest.set(userId, name)
  return strongest
}

export const accountRoleOf = async (
  user: Account,
  at: Pick<OperationContext, 'stores'>,
): Promise<AccountRole | undefined> => (await accountRolesOf([user], at)).get(user.id)
