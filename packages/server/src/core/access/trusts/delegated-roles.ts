import { heldRoles, impliedClosure } from '../../directory/assignments/effective-roles.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { Stores } from '../../kernel/stores.ts'

/** A role by id or by name. */
export type RoleRef = { readonly id?: string | undefined; readonly name?: string | undefined }

const idOf = async ({ id, name }: RoleRef, { roles }: Pick<Stores, 'roles'>): Promise<string> => {
  if (id !== undefined) return id
  const [role, ...others] = await roles.getByName(name ?? '')
  if (!role) throw notFound('role', name ?? '')
  if (others.length > 0)
    throw domainError(
      'invalid',
      'role_ambiguous',
      'More than one role has this name. Identify the role by its id.',
      {
        field: 'roles',
      },
    )
  return role.id
}

/** The ids of the roles, without repeats. Rejects with `not_found` for an unknown name, `invalid` for an ambiguous one. */
export const namedRoles = async (
  refs: readonly RoleRef[],
  stores: Pick<Stores, 'roles'>,
): Promise<readonly string[]> => {
  const ids: string[] = []
  for (const ref of refs) ids.push(await idOf(ref, stores))
  return [...new Set(ids)]
}

/**
 * Rejects with `not_found` unless the user holds every role on the project: directly, through a group, by inheritance or
 * by implication, roles of a domain included. Rejects with `not_found` for an unknown project.
 */
export const requireHeldRoles = async (
  roleIds: readonly string[],
  userId: string,
  projectId: string | null,
  at: { readonly stores: Stores; readonly now: number },
): Promise<void> => {
  const { stores } = at
  const held = projectId === null ? [] : await rolesOnProject(userId, projectId, at)
  const holds = impliedClosure(held, await stores.roles.implications())
  const missing = roleIds.find((id) => !holds.has(id))
  if (missing !== undefined) throw notFound('role', missing)
}

const rolesOnProject = async (
  userId: string,
  projectId: string,
  at: { readonly stores: Stores; readonly now: number },
): Promise<readonly string[]> => {
  if (!(await at.stores.projects.get(projectId))) throw notFound('project', projectId)
  return (await heldRoles(userId, { type: 'project', id: projectId }, at)).roleIds
}
