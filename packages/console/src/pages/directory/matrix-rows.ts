import type { RoleAssignment } from '@muster/sdk'

export type Reason = NonNullable<RoleAssignment['source']>

export type Cell = {
  /** Granted on the scope itself. */
  readonly direct: boolean
  /** Granted for the projects below the scope. */
  readonly below: boolean
  /** Why the role applies apart from a grant on the scope itself. */
  readonly reasons: readonly Reason[]
}

export type Row = {
  readonly type: 'user' | 'group'
  readonly id: string
  /** By role. */
  readonly cells: ReadonlyMap<string, Cell>
}

export const emptyCell: Cell = { direct: false, below: false, reasons: [] }

const isDirect = ({ group_id, inherited_from, implied_by }: Reason) =>
  group_id === null && inherited_from === null && implied_by === null

const withAssignment = (cell: Cell, { source, inherited }: RoleAssignment): Cell => {
  if (source === null) return inherited ? { ...cell, below: true } : { ...cell, direct: true }
  return isDirect(source) ? { ...cell, direct: true } : { ...cell, reasons: [...cell.reasons, source] }
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

/** One row for every group and person that all lists were read for; groups first. */
export const rowsOf = (parts: readonly ReadPart[]): readonly Row[] => {
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
  return [...rows.values()].sort((a, b) => {
    if (a.type !== b.type) return a.type === 'group' ? -1 : 1
    return a.id < b.id ? -1 : 1
  })
}
