import { type DomainError, notFound } from '../../kernel/domain-error.ts'
import type { NewEvent } from '../../kernel/events/event.ts'
import type { EventKind } from '../../kernel/events/event-kinds.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { RuleName } from '../../kernel/rules/defaults/all.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import type { Actor, Assignment, AssignmentTarget } from './assignment.ts'

/** An assignment without its role: the actor, the target and whether it is inherited. */
export type GrantKey = {
  readonly actor: Actor
  readonly target: AssignmentTarget
  readonly inherited: boolean
}

type Stored = Pick<OperationContext, 'stores'>
type Owned = { readonly id: string; readonly domainId: string }

export type GrantParts = {
  readonly role: Role | undefined
  readonly actor: Owned | undefined
  /** The project or domain; undefined for the system too. */
  readonly place: Project | undefined
  /** The error for the first missing part: target, role, then actor. */
  readonly missing: DomainError | undefined
}

const findPlace = async (target: AssignmentTarget, { stores }: Stored): Promise<Project | undefined> => {
  if (target.type === 'system') return undefined
  const place = await stores.projects.get(target.id)
  return target.type === 'domain' && !place?.isDomain ? undefined : place
}

const findActor = ({ type, id }: Actor, { stores }: Stored): Promise<Owned | undefined> =>
  type === 'user' ? stores.users.get(id) : stores.groups.get(id)

/** Loads the parts of an assignment. `actorMayBeGone` allows a missing actor, for revocations. */
export const loadGrant = async (
  { actor: { type, id }, target, roleId }: GrantKey & { readonly roleId?: string },
  at: Stored,
  actorMayBeGone = false,
): Promise<GrantParts> => {
  const place = await findPlace(target, at)
  const role = roleId === undefined ? undefined : await at.stores.roles.get(roleId)
  const actor = await findActor({ type, id }, at)
  const missing =
    target.type !== 'system' && !place
      ? notFound(target.type, target.id)
      : roleId !== undefined && !role
        ? notFound('role', roleId)
        : !actor && !actorMayBeGone
          ? notFound(type, id)
          : undefined
  return { role, actor, place, missing }
}

/**
 * Rejects with `not_found` for a missing part before the rule is checked, except for inherited assignments, where the
 * rule is checked first (keystone.md section 3).
 */
export const loadGrantParts =
  (actorMayBeGone = false) =>
  async (input: GrantKey & { readonly roleId?: string }, at: Stored): Promise<GrantParts> => {
    const parts = await loadGrant(input, at, actorMayBeGone)
    if (parts.missing && !input.inherited) throw parts.missing
    return parts
  }

/** The system has separate rules, one for each type of actor. */
const rulesByAction = {
  create: {
    place: 'identity:create_grant',
    user: 'identity:create_system_grant_for_user',
    group: 'identity:create_system_grant_for_group',
  },
  revoke: {
    place: 'identity:revoke_grant',
    user: 'identity:revoke_system_grant_for_user',
    group: 'identity:revoke_system_grant_for_group',
  },
  check: {
    place: 'identity:check_grant',
    user: 'identity:check_system_grant_for_user',
    group: 'identity:check_system_grant_for_group',
  },
  list: {
    place: 'identity:list_grants',
    user: 'identity:list_system_grants_for_user',
    group: 'identity:list_system_grants_for_group',
  },
} as const

type GrantAction = keyof typeof rulesByAction

export const grantRule = (action: GrantAction, { actor, target }: GrantKey): RuleName =>
  rulesByAction[action][target.type === 'system' ? actor.type : 'place']

export const grantRules = (action: GrantAction) => ({
  any: Object.values<RuleName>(rulesByAction[action]),
  choose: (key: GrantKey) => grantRule(action, key),
})

/** Rule target: the role, the actor and the target of the assignment, as far as they exist. */
export const grantTarget = ({ actor: { type }, target }: GrantKey, { role, actor, place }: GrantParts) => ({
  target: {
    ...(role ? { role: { id: role.id, name: role.name, domain_id: role.domainId } } : {}),
    ...(actor ? { [type]: { id: actor.id, domain_id: actor.domainId } } : {}),
    ...(place && target.type === 'domain' ? { domain: { id: place.id } } : {}),
    // The `domain_id` of a domain that is referred to as a project is null, which equals no domain (T20).
    ...(place && target.type === 'project' ? { project: { id: place.id, domain_id: place.domainId } } : {}),
  },
})

export const grantEvent = (
  kind: EventKind,
  { actor, target, roleId, inherited }: Assignment,
  place: Project | undefined,
): NewEvent => ({
  kind,
  subject: { type: actor.type, id: actor.id },
  domainId: place ? (place.domainId ?? place.id) : null,
  invalidates: [`${actor.type}:${actor.id}`],
  detail: {
    role_id: roleId,
    target: target.type === 'system' ? 'system' : `${target.type}:${target.id}`,
    inherited,
  },
})
