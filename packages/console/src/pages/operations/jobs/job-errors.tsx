import type { Page } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'

type RowError = { readonly row: number; readonly code: string; readonly message: string }

type JobErrorsProps<Row extends RowError> = {
  readonly listKey: readonly unknown[]
  readonly page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row, string>>
  /** What failed in the row. */
  readonly subject: Pick<Column<Row>, 'header' | 'cell'>
}

/** The errors of a job, in the order of its rows. The server keeps the first 10,000. */
export const JobErrors = <Row extends RowError>({ listKey, page, subject }: JobErrorsProps<Row>) => {
  const { jobs } = useMessages().operations
  return (
    <section className="job-errors" aria-labelledby="job-errors">
      <h2 id="job-errors">{jobs.errors}</h2>
      <DataTable
        label={jobs.errors}
        columns={[
          { id: 'row', header: jobs.fields.row, width: 90, cell: ({ row }) => row },
          { id: 'subject', width: 220, ...subject },
          { id: 'message', header: jobs.fields.message, width: 480, cell: ({ message }) => message },
          { id: 'code', header: jobs.fields.code, width: 200, cell: ({ code }) => code },
        ]}
        list={{ key: listKey, page }}
        rowKey={({ row, code, message }) => `${row} ${code} ${message}`}
        empty={jobs.noErrors}
      />
    </section>
  )
}
