import { useMessages } from '../../../messages/use-messages.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { useStopReason } from './job-state.tsx'
import type { RunEnd } from './use-run.ts'

type RunNoticeProps = { readonly end: RunEnd | undefined; readonly error: unknown }

/** How the run that was started on this page ended. */
export const RunNotice = ({ end, error }: RunNoticeProps) => {
  const { jobs } = useMessages().operations
  const reasonOf = useStopReason()
  if (error) return <ErrorNotice error={error} />
  if (!end) return null
  if (end.kind !== 'stopped')
    return (
      <p className="notice" role="status">
        {jobs.ends[end.kind]}
      </p>
    )
  const reason = reasonOf(end.code)
  return (
    <p className="notice notice-error" role="alert">
      {reason === end.code ? end.message : reason}
    </p>
  )
}
