import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { AssignmentDialog } from './assignment-dialog.tsx'
import { MatrixCell } from './matrix-cell.tsx'
import { emptyCell } from './matrix-cells.ts'
import type { Row } from './matrix-rows.ts'
import { useUserNames } from './names.tsx'
import { rolesQuery } from './queries.ts'
import { RowName } from './row-name.tsx'
import type { Place } from './scope-name.tsx'
import { useAssignmentRows } from './use-assignment-rows.ts'
import { useCellKeys } from './use-cell-keys.ts'

type AssignmentMatrixProps = {
  readonly place: Place
  readonly userId: string | undefined
  readonly mayGrant: boolean
}

/** With more roles than this, only those that are assigned have a column. */
const mostColumns = 10

type Chosen = { readonly row: Row; readonly roleId: string; readonly name: string }

/** People and groups by roles: a cell says whether the role is granted here, and why else it applies. */
export const AssignmentMatrix = ({ place, userId, mayGrant }: AssignmentMatrixProps) => {
  const { common, directory } = useMessages()
  const { rows, hasMore, isFetching, isPending, error, fetchMore, retry } = useAssignmentRows(place, userId)
  const { data: roles = [] } = useQuery(rolesQuery())
  const users = useUserNames(rows.filter(({ type }) => type === 'user').map(({ id }) => id))
  const [chosen, setChosen] = useState<Chosen>()
  const used = new Set(rows.flatMap(({ cells }) => [...cells.keys()]))
  const known = roles.filter(({ id }) => roles.length <= mostColumns || used.has(id))
  const unknown = [...used].filter((id) => !roles.some((role) => role.id === id))
  const columns = [...known, ...unknown.map((id) => ({ id, name: id }))]
  const keys = useCellKeys(rows.length, columns.length)
  if (isPending && error === null) return <p className="table-note">{common.loading}</p>
  if (error !== null && rows.length === 0) return <ErrorNotice error={error} onRetry={retry} />
  if (rows.length === 0) return <p className="table-note">{directory.noAssignments}</p>
  // The row is read again after a change; the dialog shows it as it is now.
  const shown = rows.find(({ type, id }) => type === chosen?.row.type && id === chosen.row.id) ?? chosen?.row
  const role = columns.find(({ id }) => id === chosen?.roleId)
  return (
    <>
      <div className="matrix-frame">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cells are moved through like those of a grid */}
        <table role="grid" aria-label={directory.matrix} className="matrix" onKeyDown={keys.onKeyDown}>
          <thead>
            <tr>
              <th scope="col">{common.name}</th>
              {columns.map(({ id, name }) => (
                <th key={id} scope="col" className="matrix-role">
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={`${row.type} ${row.id}`}>
                <th scope="row">
                  <RowName row={row} users={users} />
                </th>
                {columns.map(({ id, name }, column) => (
                  <MatrixCell
                    key={id}
                    row={row}
                    users={users}
                    role={name}
                    cell={row.cells.get(id) ?? emptyCell}
                    position={keys.positionOf(at, column)}
                    onOpen={(rowName) => {
                      keys.setActive({ row: at, column })
                      setChosen({ row, roleId: id, name: rowName })
                    }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {error === null ? null : <ErrorNotice error={error} onRetry={retry} />}
      {hasMore ? (
        <div className="toolbar">
          <Button isPending={isFetching} onPress={fetchMore}>
            {directory.showMore}
          </Button>
        </div>
      ) : null}
      {chosen === undefined || shown === undefined || role === undefined ? null : (
        <AssignmentDialog
          place={place}
          actor={{ type: shown.type, id: shown.id, name: chosen.name }}
          role={role}
          cell={shown.cells.get(role.id) ?? emptyCell}
          roleNameOf={(id) => columns.find((column) => column.id === id)?.name ?? id}
          mayGrant={mayGrant}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  )
}
