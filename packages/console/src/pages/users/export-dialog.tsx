import { useRef, useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { DomainField, type DomainName, useOwnDomain } from './domain-choice.tsx'
import { download } from './download.ts'
import { conditionsOf, type UsersSearch } from './users-search.ts'

type ExportDialogProps = {
  readonly search: UsersSearch
  readonly domains: readonly DomainName[]
  readonly onClose: () => void
}

const types = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const

/** Saves the users of the list, of one domain, as a file. */
export const ExportDialog = ({ search, domains, onClose }: ExportDialogProps) => {
  const { users, common } = useMessages()
  const own = useOwnDomain()
  const [domain, setDomain] = useState(search.domain ?? own)
  const [format, setFormat] = useState<keyof typeof types>('csv')
  const [received, setReceived] = useState<number>()
  const [error, setError] = useState<unknown>()
  const abort = useRef<AbortController>(undefined)
  const close = () => {
    abort.current?.abort()
    onClose()
  }
  const save = async () => {
    const controller = new AbortController()
    abort.current = controller
    setError(undefined)
    setReceived(0)
    try {
      const query = { ...conditionsOf(search), domain_id: domain, format }
      const stream = await muster.imports.exportUsers(query, { signal: controller.signal })
      const reader = stream.getReader()
      const parts: BlobPart[] = []
      let bytes = 0
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        parts.push(read.value as BlobPart)
        bytes += read.value.byteLength
        setReceived(bytes)
      }
      download(`users.${format}`, parts, types[format])
      announce(users.exported)
      onClose()
    } catch (thrown) {
      if (!controller.signal.aborted) setError(thrown)
      setReceived(undefined)
    }
  }
  return (
    <Dialog title={users.exportUsers} isOpen onClose={close}>
      <p>
        {search.search === undefined && search.filter === undefined ? users.exportAll : users.exportMatching}
      </p>
      <DomainField domains={domains} value={domain} onChange={(id) => setDomain(id ?? own)} />
      <SelectField
        label={users.format}
        options={[
          { value: 'csv', label: users.csvFormat },
          { value: 'ndjson', label: users.ndjsonFormat },
        ]}
        value={format}
        onChange={setFormat}
      />
      {received === undefined ? null : <p role="status">{users.received(Math.ceil(received / 1024))}</p>}
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={close}>{common.cancel}</Button>
        <Button look="primary" isPending={received !== undefined} onPress={save}>
          {users.exportAct}
        </Button>
      </div>
    </Dialog>
  )
}
