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

/** By role. */
export type Cells = ReadonlyMap<string, Cell>

export const emptyCell: Cell = { direct: false, below: false, reasons: [] }

const isDirect = ({ group_id, inherited_from, implied_by }: Reason) =>
  group_id === null && inherited_from === null && implied_by === null

export const withAssignment = (cell: Cell, { source, inherited }: RoleAssignment): Cell => {
  if (source === null) return inherited ? { ...cell, below: true } : { ...cell, direct: true }
  return isDirect(source) ? { ...cell, direct: true } : { ...cell, reasons: [...cell.reasons, source] }
}

/** A role, and one that it implies directly. */
export type Implication = readonly [priorId: string, impliedId: string]

/** The implications that effective assignments are a result of. */
export const implicationsIn = (rows: readonly RoleAssignment[]): readonly Implication[] =>
  rows.flatMap(({ role_id, source }): Implication[] =>
    source === null || source.implied_by === null ? [] : [[source.implied_by, role_id]],
  )

/** By role, the roles that it implies directly. */
export type ImpliedRoles = ReadonlyMap<string, ReadonlySet<string>>

export const impliedRolesOf = (implications: readonly Implication[]): ImpliedRoles => {
  const roles = new Map<string, Set<string>>()
  for (const [prior, implied] of implications) roles.set(prior, (roles.get(prior) ?? new Set()).add(implied))
  return roles
}

const impliedBy = (prior: string): Reason => ({ group_id: null, inherited_from: null, implied_by: prior })

/** Adds what the granted roles imply, with one reason for each role that implies another directly. */
export const withImplied = (cells: Cells, impliedRoles: ImpliedRoles): Cells => {
  const all = new Map(cells)
  const held = new Set([...cells].flatMap(([id, { direct }]) => (direct ? [id] : [])))
  // A role that is added during the loop is visited too.
  for (const prior of held)
    for (const implied of impliedRoles.get(prior) ?? []) {
      held.add(implied)
      const cell = all.get(implied) ?? emptyCell
      all.set(implied, { ...cell, reasons: [...cell.reasons, impliedBy(prior)] })
    }
  return all
}
