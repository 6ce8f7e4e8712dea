import { useRouter } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { PageHeader } from '../ui/page-header.tsx'

type ErrorPageProps = { readonly error: unknown; readonly reset: () => void }

/** Shown in the frame, in place of a page that could not be loaded. */
export const ErrorInFrame = ({ error, reset }: ErrorPageProps) => {
  const { errors } = useMessages()
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="lone">
      <PageHeader title={errors.title} />
      <ErrorNotice error={error} onRetry={retry} />
    </div>
  )
}

/** Shown when the frame itself could not be loaded. */
export const ErrorPage = (props: ErrorPageProps) => (
  <main>
    <ErrorInFrame {...props} />
  </main>
)
