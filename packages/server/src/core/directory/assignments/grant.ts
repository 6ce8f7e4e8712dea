import { type DomainError, notFound } from '../../kernel/domain-error.ts'
import type { EventKind } from '../../kernel/events/event-kinds.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import type { Actor, Assignment, AssignmentTarget } from './assignment.ts'

/** Where a role is or may be given; the role itself is not named when roles are listed. */
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
  /** What is missing of them, first things first. */
  readonly missing: DomainError | undefined
}

const findPlace = async (target: AssignmentTarget, { stores }: Stored): Promise<Project | undefined> => {
  if (target.type === 'system') return undefined
  const place = await stores.projects.get(target.id)
  return target.type === 'domain' && !place?.isDomain ? undefined : place
}

const findActor = ({ type, id }: Actor, { stores }: Stored): Promise<Owned | undefined> =>
  type === 'user' ? stores.users.get(id) : stores.groups.get(id)

/** Everything a grant is made of. A grant can be taken away when its actor is gone: `actorMayBeGone`. */
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
 * What is missing is told to whoever asks, but where the grant is inherited: there the rule speaks first
 * (keystone.md section 3).
 */
export const loadPieces =
  (actorMayBeGone = false) =>
  async (input: GrantKey & { readonly roleId?: string }, at: Stored): Promise<GrantParts> => {
    const pieces = await loadGrant(input, at, actorMayBeGone)
    if (pieces.missing && !input.inherited) throw pieces.missing
    return pieces
  }

/** The system has rules of its own, one for each kind of actor. */
export const grantRule =
  (action: 'create' | 'revoke' | 'check' | 'list') =>
  ({ actor, target }: GrantKey): string => {
    const plural = action === 'list' ? 's' : ''
    return target.type === 'system'
      ? `identity:${action}_system_grant${plural}_for_${actor.type}`
      : `identity:${action}_grant${plural}`
  }

/** What rules may compare of a grant: the role, the actor and the place, as far as they exist. */
export const grantTarget = ({ actor: { type }, target }: GrantKey, { role, actor, place }: GrantParts) => ({
  target: {
    ...(role ? { role: { id: role.id, name: role.name, domain_id: role.domainId } } : {}),
    ...(actor ? { [type]: { id: actor.id, domain_id: actor.domainId } } : {}),
    ...(place && target.type === 'domain' ? { domain: { id: place.id } } : {}),
    // The `domain_id` of a domain that is named as a project is null, which equals nothing (T20).
    ...(place && target.type === 'project' ? { project: { id: place.id, domain_id: place.domainId } } : {}),
  },
})

export const grantEvent = (
  kind: EventKind,
  { actor, target, roleId, inherited }: Assignment,
  place: Project | undefined,
) => ({
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
