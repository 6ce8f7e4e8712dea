import type { BulkJob } from '@muster/sdk'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { runBulkJob } from '../../operations/jobs/bulk-runs.ts'
import { ruleOf } from './bulk-actions.ts'
import { undoOf } from './undo-delete.ts'

/** Restores the deleted users of the job by another job. Nothing where they are not known or this is not allowed. */
export const UndoDeleteButton = ({ job }: { readonly job: BulkJob }) => {
  const { users } = useMessages()
  const navigate = useNavigate()
  const may = useMay(job.domain_id)
  const undo = undoOf(job)
  const restore = useMutation({
    mutationFn: async (restoration: NonNullable<typeof undo>) => {
      const { id } = await muster.bulkJobs.create(restoration)
      void runBulkJob(id)
      await navigate({ to: '/bulk-jobs/$bulkJobId', params: { bulkJobId: id } })
    },
  })
  if (undo === undefined || !may('muster:manage_bulk_jobs') || !may(ruleOf.restore)) return null
  return (
    <>
      {restore.error ? <ErrorNotice error={restore.error} /> : null}
      <Button isPending={restore.isPending} onPress={() => restore.mutate(undo)}>
        {users.undoDelete}
      </Button>
    </>
  )
}
