import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { type ImportField, importFields } from './fields.ts'
import type { OpenedFile } from './review-rows.tsx'
import type { Columns, SourceRow } from './rows.ts'
import type { Scan } from './use-scan.ts'

type RowsTableProps = {
  readonly opened: OpenedFile
  readonly scan: Scan
  readonly onMap: (columns: Columns) => void
}

/** Rows shown at once, and characters of a cell. */
const most = { rows: 20, characters: 120 } as const

/** The first rows of a file below the fields of their columns. */
export const RowsTable = ({ opened, scan, onMap }: RowsTableProps) => {
  const { users } = useMessages()
  const { headers, columns, reading } = opened
  const [isFailedOnly, setFailedOnly] = useState(false)
  const rows = (isFailedOnly ? scan.firstFailed : scan.first).slice(0, isFailedOnly ? undefined : most.rows)
  // Columns that no row of an NDJSON file has are not shown.
  const visible = headers.flatMap((header, at) =>
    reading.format === 'csv' || rows.some(({ cells }) => (cells[at] ?? '') !== '') ? [{ header, at }] : [],
  )
  /** A field is used by one column. */
  const map = (at: number, field: ImportField | '') =>
    onMap(
      columns.map((before, index) => {
        if (index === at) return field === '' ? undefined : field
        return before === field ? undefined : before
      }),
    )
  return (
    <>
      <div className="toolbar">
        <p role="status" className="list-count">
          {scan.isDone ? users.scanned(scan.total) : users.scanning(scan.total)}{' '}
          {scan.failed === 0 ? (scan.isDone ? users.noErrors : '') : users.rowsWithErrors(scan.failed)}
        </p>
        {scan.failed > 0 || isFailedOnly ? (
          <Checkbox isSelected={isFailedOnly} onChange={setFailedOnly}>
            {users.onlyErrors}
          </Checkbox>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reachable by keyboard */}
      <section className="rows-frame" tabIndex={0} aria-label={users.preview}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{users.line}</th>
              {visible.map(({ header, at }) => (
                <th key={at} scope="col">
                  <bdi className="clipped">{header}</bdi>
                  {reading.format === 'csv' ? (
                    <SelectField<ImportField | ''>
                      label={users.fieldOf(header.slice(0, 60))}
                      options={[
                        { value: '', label: users.leaveOut },
                        ...importFields.map((value) => ({ value, label: users.importFields[value] })),
                      ]}
                      value={columns[at] ?? ''}
                      onChange={(field) => map(at, field)}
                    />
                  ) : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PreviewRow key={row.line} row={row} visible={visible.map(({ at }) => at)} columns={columns} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

type PreviewRowProps = {
  readonly row: SourceRow
  readonly visible: readonly number[]
  readonly columns: Columns
}

const PreviewRow = ({ row, visible, columns }: PreviewRowProps) => {
  const { users } = useMessages()
  const errorAt = (column: number) => row.errors.find((found) => found.column === column)?.error
  // An error of the row itself, or of a column that is not shown.
  const other = row.errors.find(({ column }) => !visible.includes(column))?.error
  return (
    <tr>
      <th scope="row">
        {row.line}
        {other === undefined ? null : <p className="field-error">{users.valueErrors[other]}</p>}
      </th>
      {visible.map((at) => {
        const error = errorAt(at)
        const text = row.cells[at] ?? ''
        return (
          <td key={at} data-invalid={error !== undefined} data-unused={columns[at] === undefined}>
            <bdi>{text.length > most.characters ? `${text.slice(0, most.characters)}…` : text}</bdi>
            {error === undefined ? null : <p className="field-error">{users.valueErrors[error]}</p>}
          </td>
        )
      })}
    </tr>
  )
}
