import type { ReactNode } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

type MissingObjectProps = {
  /** The id in the address. */
  readonly title: string
  readonly trail: ReactNode
  /** Absent while the object is loaded. */
  readonly error: unknown
  readonly onRetry: () => void
}

/** The page of an object before it is loaded, or when it cannot be loaded. */
export const MissingObject = ({ title, trail, error, onRetry }: MissingObjectProps) => {
  const { common } = useMessages()
  return (
    <>
      <PageHeader title={title} trail={trail} />
      {error ? <ErrorNotice error={error} onRetry={onRetry} /> : <p className="hint">{common.loading}</p>}
    </>
  )
}
