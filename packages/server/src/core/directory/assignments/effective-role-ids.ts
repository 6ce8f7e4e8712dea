import type { Stores } from '../../kernel/stores.ts'
import { impliedClosure } from './effective-roles.ts'

/** The roles that imply, or are, at least one global role: domain roles have an effect only by implication. */
export const effectiveRoleIds = async (
  roleIds: ReadonlySet<string>,
  stores: Pick<Stores, 'roles'>,
): Promise<ReadonlySet<string>> => {
  if (roleIds.size === 0) return roleIds
  const implications = await stores.roles.implications()
  const closures = [...roleIds].map((id) => [id, impliedClosure([id], implications)] as const)
  const known = await stores.roles.getMany([...new Set(closures.flatMap(([, closure]) => [...closure]))])
  const global = new Set(known.flatMap((role) => (role.domainId === null ? [role.id] : [])))
  return new Set(
    closures.flatMap(([id, closure]) => ([...closure].some((one) => global.has(one)) ? [id] : [])),
  )
}
