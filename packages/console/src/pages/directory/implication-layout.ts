import type { Implications, RoleRef } from './implied-roles.ts'

export type PlacedRole = RoleRef & { readonly column: number; readonly row: number }

/**
 * Places every role one column after the last role that implies it, so that all arrows point in one direction. A cycle,
 * which the server does not create, ends where it closes.
 */
export const placeRoles = (rules: readonly Implications[]): readonly PlacedRole[] => {
  const roles = new Map<string, RoleRef>()
  const priors = new Map<string, string[]>()
  for (const { prior, implied } of rules) {
    roles.set(prior.id, prior)
    for (const role of implied) {
      roles.set(role.id, role)
      priors.set(role.id, [...(priors.get(role.id) ?? []), prior.id])
    }
  }
  const columns = new Map<string, number>()
  const columnOf = (id: string, path: ReadonlySet<string>): number => {
    const known = columns.get(id)
    if (known !== undefined) return known
    const before = (priors.get(id) ?? []).filter((prior) => !path.has(prior))
    const column = Math.max(-1, ...before.map((prior) => columnOf(prior, new Set([...path, id])))) + 1
    columns.set(id, column)
    return column
  }
  const rows: number[] = []
  return [...roles.values()].map((role) => {
    const column = columnOf(role.id, new Set([role.id]))
    const row = rows[column] ?? 0
    rows[column] = row + 1
    return { ...role, column, row }
  })
}
