import type { EventKind } from '../journal/event-kinds.ts'
import type { At } from '../operation.ts'
import type { Project } from '../projects/project.ts'
import { notFound, type Refusal } from '../refusal.ts'
import type { Role } from '../roles/role.ts'
import type { Actor, Assignment, AssignmentTarget } from './assignment.ts'

/** Where a role is or may be given; the role itself is not named when roles are listed. */
export type GrantPlace = {
  readonly actor: Actor
  readonly target: AssignmentTarget
  readonly inherited: boolean
}

type Stored = Pick<At, 'stores'>
type Owned = { readonly id: string; readonly domainId: string }

export type GrantPieces = {
  readonly role: Role | undefined
  readonly actor: Owned | undefined
  /** The project or domain; undefined for the system too. */
  readonly place: Project | undefined
  /** What is missing of them, first things first. */
  readonly missing: Refusal | undefined
}

const findPlace = async (target: AssignmentTarget, { stores }: Stored): Promise<Project | undefined> => {
  if (target.type === 'system') return undefined
  const place = await stores.projects.get(target.id)
  return target.type === 'domain' && !place?.isDomain ? undefined : place
}

const findActor = ({ type, id }: Actor, { stores }: Stored): Promise<Owned | undefined> =>
  type === 'user' ? stores.users.get(id) : stores.groups.get(id)

/** Everything a grant is made of. A grant can be taken away when its actor is gone: `actorMayBeGone`. */
export const findPieces = async (
  { actor: { type, id }, target, roleId }: GrantPlace & { readonly roleId?: string },
  at: Stored,
  actorMayBeGone = false,
): Promise<GrantPieces> => {
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
  async (input: GrantPlace & { readonly roleId?: string }, at: Stored): Promise<GrantPieces> => {
    const pieces = await findPieces(input, at, actorMayBeGone)
    if (pieces.missing && !input.inherited) throw pieces.missing
    return pieces
  }

/** The system has rules of its own, one for each kind of actor. */
export const grantRule =
  (action: 'create' | 'revoke' | 'check' | 'list') =>
  ({ actor, target }: GrantPlace): string => {
    const plural = action === 'list' ? 's' : ''
    return target.type === 'system'
      ? `identity:${action}_system_grant${plural}_for_${actor.type}`
      : `identity:${action}_grant${plural}`
  }

/** What rules may compare of a grant: the role, the actor and the place, as far as they exist. */
export const grantTarget = (
  { actor: { type }, target }: GrantPlace,
  { role, actor, place }: GrantPieces,
) => ({
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
  touches: [`${actor.type}:${actor.id}`],
  detail: {
    role_id: roleId,
    target: target.type === 'system' ? 'system' : `${target.type}:${target.id}`,
    inherited,
  },
})
