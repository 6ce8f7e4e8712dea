import { reasonOf } from '@muster/messages/reason-of.ts'
import type { Page } from '@muster/sdk'
import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { csvOf, download } from '../../users/download.ts'

type RowError = { readonly row: number; readonly code: string; readonly message: string }

type JobErrorsProps<Row extends RowError> = {
  readonly id: string
  readonly title: string
  readonly listKey: readonly unknown[]
  readonly page: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<Row, string>>
  /** What failed in the row. */
  readonly subject: Pick<Column<Row>, 'header' | 'cell'> & { readonly key: keyof Row & string }
}

/** The errors of a job, in the order of its rows. The server keeps the first 10,000. */
export const JobErrors = <Row extends RowError>({
  id,
  title,
  listKey,
  page,
  subject,
}: JobErrorsProps<Row>) => {
  const messages = useMessages()
  const { operations, users, common } = messages
  const { jobs } = operations
  const [opened, setOpened] = useState<Row>()
  const [error, setError] = useState<unknown>()
  const save = async () => {
    setError(undefined)
    try {
      const rows = [['row', subject.key, 'code', 'message']]
      let cursor: string | undefined
      do {
        const { items, next } = await page(cursor)
        for (const item of items)
          rows.push([String(item.row), String(item[subject.key] ?? ''), item.code, item.message])
        cursor = next
      } while (cursor !== undefined)
      download(`errors-${id}.csv`, [csvOf(rows)], 'text/csv')
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <section className="job-errors" aria-labelledby="job-errors">
      <div className="card-head">
        <h2 id="job-errors">{title}</h2>
        <Button onPress={save}>{users.downloadErrors}</Button>
      </div>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <DataTable
        label={jobs.errors}
        columns={[
          { id: 'row', header: jobs.fields.row, width: 90, cell: ({ row }) => row },
          { id: 'subject', width: 220, header: subject.header, cell: subject.cell },
          {
            id: 'message',
            header: jobs.fields.message,
            width: 480,
            cell: (row) => reasonOf(row, messages.errors),
          },
          { id: 'code', header: jobs.fields.code, width: 200, cell: ({ code }) => code },
        ]}
        list={{ key: listKey, page }}
        rowKey={({ row, code, message }) => `${row} ${code} ${message}`}
        onOpen={setOpened}
        empty={jobs.noErrors}
      />
      {opened ? (
        <Dialog title={jobs.rowOf(opened.row)} isOpen onClose={() => setOpened(undefined)}>
          <DescriptionList
            items={[
              [subject.header, subject.cell(opened)],
              [jobs.fields.message, reasonOf(opened, messages.errors)],
              [jobs.fields.code, opened.code],
            ]}
          />
          <div className="dialog-actions">
            <Button onPress={() => setOpened(undefined)}>{common.close}</Button>
          </div>
        </Dialog>
      ) : null}
    </section>
  )
}
