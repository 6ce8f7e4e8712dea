import type { Page } from '../lists/list-query.ts'
import type { AssignmentTarget } from './assignment.ts'
import type { AssignmentList, AssignmentRow } from './list-assignments.ts'

const placeOfTarget = (target: AssignmentTarget | undefined): readonly string[] =>
  target === undefined ? ['', ''] : [target.type, target.type === 'system' ? '' : target.id]

/** All that tells two rows apart, as text that sorts: rows have no id. */
const placeOf = ({ actor, target, roleId, inherited, source = {} }: AssignmentRow): string =>
  JSON.stringify([
    actor.type,
    actor.id,
    ...placeOfTarget(target),
    roleId,
    String(inherited),
    source.groupId ?? '',
    ...placeOfTarget(source.from),
    source.priorId ?? '',
  ])

/** The page behind a place. A row that is gone by now still has its place in the order. */
export const pageOfAssignments = (
  rows: readonly AssignmentRow[],
  { limit, after }: Page,
): Pick<AssignmentList, 'rows' | 'next'> => {
  const left = rows
    .map((row) => ({ row, place: placeOf(row) }))
    .filter(({ place }) => after === undefined || place > after)
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  const page = left.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(({ row }) => row),
    ...(last && left.length > limit ? { next: last.place } : {}),
  }
}
