import { useQuery } from '@tanstack/react-query'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import type { Cell } from './matrix-cells.ts'
import type { Row } from './matrix-rows.ts'
import { groupQuery } from './queries.ts'
import type { UserNames } from './row-name.tsx'

type MatrixCellProps = {
  readonly row: Row
  readonly users: UserNames
  readonly role: string
  readonly cell: Cell
  readonly position: { readonly 'data-cell': string; readonly tabIndex: number }
  readonly onOpen: (rowName: string) => void
}

export const MatrixCell = ({ row, users, role, cell, position, onOpen }: MatrixCellProps) => {
  const { directory } = useMessages()
  const { data: group } = useQuery({ ...groupQuery(row.id), enabled: row.type === 'group' })
  const name = (row.type === 'group' ? group?.name : users.get(row.id)?.username) ?? row.id
  const states = [
    ...(cell.direct ? [{ text: directory.direct, tone: 'good' as const }] : []),
    ...(cell.reasons.length > 0 ? [{ text: directory.indirect, tone: 'neutral' as const }] : []),
    ...(cell.below ? [{ text: directory.below, tone: 'warning' as const }] : []),
  ]
  return (
    <td>
      <button {...position} type="button" className="matrix-button" onClick={() => onOpen(name)}>
        <span className="visually-hidden">{directory.cell(role, name)}: </span>
        {states.length === 0 ? (
          <>
            <span className="visually-hidden">{directory.notAssigned}</span>
            <span aria-hidden="true">–</span>
          </>
        ) : (
          states.map(({ text, tone }) => (
            <span key={text}>
              <Badge tone={tone}>{text}</Badge>{' '}
            </span>
          ))
        )}
      </button>
    </td>
  )
}
