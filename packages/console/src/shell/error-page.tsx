import { useRouter } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { PageHeader } from '../ui/page-header.tsx'

/** Shown in place of a page that could not be loaded. */
export const ErrorPage = ({ error, reset }: { readonly error: unknown; readonly reset: () => void }) => {
  const { errors } = useMessages()
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main className="lone">
      <PageHeader title={errors.title} />
      <ErrorNotice error={error} onRetry={retry} />
    </main>
  )
}
