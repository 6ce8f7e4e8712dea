import type { RoleAssignment } from '@muster/sdk'
import {
  type Cell,
  type Cells,
  emptyCell,
  type Implication,
  implicationsIn,
  impliedRolesOf,
  withAssignment,
  withImplied,
} from './matrix-cells.ts'

export type Row = {
  readonly type: 'user' | 'group'
  readonly id: string
  readonly cells: Cells
}

/** What has been read of a list so far, in the order of users and groups by id. */
export type ReadPart = { readonly rows: readonly RoleAssignment[]; readonly hasMore: boolean }

const actorId = ({ user_id, group_id }: RoleAssignment): string => user_id ?? group_id ?? ''

/** The id up to which all lists were read, exclusive; undefined when all were read to their end. */
const boundOf = (parts: readonly ReadPart[]): string | undefined =>
  parts
    .flatMap(({ rows, hasMore }) => (hasMore ? [actorId(rows.at(-1) as RoleAssignment)] : []))
    .sort()
    .at(0)

/**
 * One row for every group and person that all lists were read for; groups first. Effective assignments have users only,
 * so that what the roles of a group imply is computed here.
 */
export const rowsOf = (parts: readonly ReadPart[], known: readonly Implication[]): readonly Row[] => {
  const bound = boundOf(parts)
  const rows = new Map<string, { type: Row['type']; id: string; cells: Map<string, Cell> }>()
  for (const assignment of parts.flatMap((part) => part.rows)) {
    const [type, id] = [
      assignment.user_id === null ? ('group' as const) : ('user' as const),
      actorId(assignment),
    ]
    if (bound !== undefined && id >= bound) continue
    const key = `${type} ${id}`
    const row = rows.get(key) ?? { type, id, cells: new Map() }
    rows.set(key, row)
    const cell = row.cells.get(assignment.role_id) ?? emptyCell
    row.cells.set(assignment.role_id, withAssignment(cell, assignment))
  }
  const implied = impliedRolesOf([...known, ...parts.flatMap((part) => implicationsIn(part.rows))])
  return [...rows.values()]
    .map((row) => (row.type === 'group' ? { ...row, cells: withImplied(row.cells, implied) } : row))
    .sort((a, b) => {
      if (a.type !== b.type) return a.type === 'group' ? -1 : 1
      return a.id < b.id ? -1 : 1
    })
}
