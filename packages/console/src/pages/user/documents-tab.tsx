import type { Document, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { DocumentForm } from './document-form.tsx'
import { PagedTable } from './paged-table.tsx'
import { useUserAct } from './user-query.ts'

type Opened =
  | { readonly act: 'show' | 'edit' | 'delete'; readonly document: Document }
  | { readonly act: 'create' }

const DocumentText = ({ document }: { readonly document: Document }) => (
  <div className="document-text">
    {document.content.map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a document have no other identity
      <p key={index} dir="auto">
        {part}
      </p>
    ))}
  </div>
)

export const DocumentsTab = ({ user }: { readonly user: User }) => {
  const { user: texts, common, users } = useMessages()
  const may = useMay(user.domain_id)
  const isSelf = useMe().user.id === user.id
  const mayWrite = isSelf || may('muster:update_document')
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  const remove = useUserAct(user.id, (id: string) => muster.documents.delete(user.id, id))
  const acts = (document: Document) => (
    <div className="toolbar">
      <Button
        look="quiet"
        aria-label={texts.showDocument(document.title)}
        onPress={() => setOpened({ act: 'show', document })}
      >
        {texts.show}
      </Button>
      {mayWrite ? (
        <>
          <Button
            look="quiet"
            aria-label={texts.editDocument(document.title)}
            onPress={() => setOpened({ act: 'edit', document })}
          >
            {common.edit}
          </Button>
          <Button
            look="quiet"
            aria-label={texts.deleteDocument(document.title)}
            onPress={() => setOpened({ act: 'delete', document })}
          >
            {common.delete}
          </Button>
        </>
      ) : null}
    </div>
  )
  return (
    <>
      {mayWrite ? (
        <div className="toolbar">
          <Button look="primary" onPress={() => setOpened({ act: 'create' })}>
            {texts.newDocument}
          </Button>
        </div>
      ) : null}
      <PagedTable
        label={texts.tabs.documents}
        queryKey={['user', user.id, 'documents']}
        page={(cursor, signal) => muster.documents.list(user.id, { limit: 50 }, { signal }).page(cursor)}
        rowKey={(document: Document) => document.id}
        empty={texts.noDocuments}
        columns={[
          { header: texts.documentTitle, cell: ({ title }) => title },
          { header: users.created, cell: (document) => <Time value={document.created_at} /> },
          { header: texts.changed, cell: (document) => <Time value={document.updated_at} /> },
          { header: common.actions, cell: acts },
        ]}
      />
      {opened?.act === 'show' ? (
        <Dialog title={opened.document.title} isOpen onClose={close}>
          <DocumentText document={opened.document} />
          <div className="dialog-actions">
            <Button onPress={close}>{common.close}</Button>
          </div>
        </Dialog>
      ) : null}
      {opened?.act === 'edit' || opened?.act === 'create' ? (
        <Dialog
          title={opened.act === 'edit' ? opened.document.title : texts.newDocument}
          isOpen
          onClose={close}
        >
          <DocumentForm
            user={user}
            document={opened.act === 'edit' ? opened.document : undefined}
            onDone={close}
          />
        </Dialog>
      ) : null}
      {opened?.act === 'delete' ? (
        <ConfirmDialog
          title={texts.deleteDocument(opened.document.title)}
          act={common.delete}
          isDanger
          isOpen
          onClose={close}
          onConfirm={async () => {
            await remove.mutateAsync(opened.document.id)
            announce(texts.documentDeleted)
          }}
        >
          <p>{texts.deleteDocumentWhat}</p>
        </ConfirmDialog>
      ) : null}
    </>
  )
}
