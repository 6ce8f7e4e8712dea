import type { BulkJobError } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { csvOf, download } from '../download.ts'
import { useOpenUser } from '../open-user.ts'

type BulkErrorsProps = { readonly jobId: string; readonly failed: number }

/** The username, as soon as it is known. */
const UserName = ({ id }: { readonly id: string }) => {
  const { data } = useQuery({
    queryKey: ['user', id, 'name'],
    queryFn: async ({ signal }) => (await muster.users.get(id, { signal })).username,
    staleTime: 60_000,
  })
  return data ?? id
}

/** Why users were not changed, by their place in the job. */
export const BulkErrors = ({ jobId, failed }: BulkErrorsProps) => {
  const { users } = useMessages()
  const openUser = useOpenUser()
  const [error, setError] = useState<unknown>()
  const columns: readonly Column<BulkJobError>[] = [
    { id: 'row', header: users.line, width: 90, cell: ({ row }) => row },
    {
      id: 'user',
      header: users.username,
      width: 220,
      cell: ({ user_id }) => (user_id === null ? null : <UserName id={user_id} />),
    },
    { id: 'message', header: users.reason, width: 640, cell: ({ message }) => message },
  ]
  const save = async () => {
    setError(undefined)
    try {
      const rows = [['row', 'user_id', 'code', 'message']]
      for await (const { row, user_id, code, message } of muster.bulkJobs.errors(jobId, { limit: 1000 }))
        rows.push([String(row), user_id ?? '', code, message])
      download(`errors-${jobId}.csv`, [csvOf(rows)], 'text/csv')
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <section className="part" aria-label={users.errorsTitle}>
      <div className="toolbar">
        <h2>{users.failedUsers(failed)}</h2>
        <Button onPress={save}>{users.downloadErrors}</Button>
      </div>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <DataTable
        label={users.errorsTitle}
        columns={columns}
        list={{
          key: ['bulk-jobs', jobId, 'errors'],
          page: (cursor, signal) => muster.bulkJobs.errors(jobId, { limit: 200 }, { signal }).page(cursor),
        }}
        rowKey={({ row }) => String(row)}
        onOpen={({ user_id }) => {
          if (user_id !== null) openUser(user_id)
        }}
      />
    </section>
  )
}
