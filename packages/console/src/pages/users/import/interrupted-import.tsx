import { useQuery } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import type { StoredImport } from './stored-import.ts'

type InterruptedImportProps = { readonly stored: StoredImport; readonly onDiscard: () => void }

/** Offers to continue an import that ended with its page. Nothing for one that the server no longer has, or has done. */
export const InterruptedImport = ({ stored, onDiscard }: InterruptedImportProps) => {
  const { users } = useMessages()
  const { data } = useQuery({
    queryKey: ['imports', stored.importId],
    queryFn: ({ signal }) => muster.imports.get(stored.importId, { signal }),
  })
  if (!data || data.state === 'done') return null
  return (
    <section className="notice" aria-label={users.interrupted}>
      <p>
        <bdi>{users.interruptedImport(stored.file.name, data.rows_done)}</bdi>
      </p>
      <Button onPress={onDiscard}>{users.discard}</Button>
    </section>
  )
}
