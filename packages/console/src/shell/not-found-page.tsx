import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeader } from '../ui/page-header.tsx'

export const NotFoundPage = () => {
  const { common } = useMessages()
  return (
    <main className="lone">
      <PageHeader title={common.notFound} />
      <Link to="/">{common.back}</Link>
    </main>
  )
}
