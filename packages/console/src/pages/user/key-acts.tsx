import type { ApiKey } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Action, Menu } from '../../ui/menu.tsx'
import { announce } from '../../ui/toasts.tsx'
import { RotateDialog } from '../account/keys/rotate-dialog.tsx'
import type { ShownSecret } from '../account/keys/secret-dialog.tsx'
import { keysKey } from '../account/query-keys.ts'
import { useAct } from '../account/use-act.ts'
import { EditKeyDialog } from './edit-key-dialog.tsx'

type KeyActsProps = {
  readonly apiKey: ApiKey
  readonly mayRotate: boolean
  readonly onSecret: (shown: ShownSecret) => void
}

/** What is done with an API key, at the own account and at its user. */
export const KeyActs = ({ apiKey, mayRotate, onSecret }: KeyActsProps) => {
  const { account, common } = useMessages()
  const { keys } = account
  const client = useQueryClient()
  const [open, setOpen] = useState<'delete' | 'edit' | 'rotate'>()
  const { error, run } = useAct()
  const { id, name, state } = apiKey
  const close = () => setOpen(undefined)
  const refresh = () =>
    Promise.all([keysKey, ['user', apiKey.user_id]].map((queryKey) => client.invalidateQueries({ queryKey })))
  const setRevoked = async (revoked: boolean): Promise<void> => {
    if (!(await run(() => muster.apiKeys.update(id, { revoked })))) return
    await refresh()
    if (revoked) announce(keys.revoked, () => void setRevoked(false))
    else announce(keys.granted)
  }
  const actions: readonly (Action | false)[] = [
    { id: 'edit', label: common.edit, onAction: () => setOpen('edit') },
    state === 'active' && { id: 'revoke', label: keys.revoke, onAction: () => void setRevoked(true) },
    state === 'revoked' && { id: 'grant', label: keys.grant, onAction: () => void setRevoked(false) },
    state === 'active' &&
      mayRotate && { id: 'rotate', label: keys.rotate, onAction: () => setOpen('rotate') },
    { id: 'delete', label: common.delete, isDanger: true, onAction: () => setOpen('delete') },
  ]
  return (
    <>
      <Menu look="quiet" label={name} actions={actions.filter((action) => action !== false)}>
        {common.actions}
      </Menu>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {open === 'edit' ? <EditKeyDialog apiKey={apiKey} onClose={close} onSaved={refresh} /> : null}
      <RotateDialog
        apiKey={apiKey}
        isOpen={open === 'rotate'}
        onClose={close}
        onSecret={onSecret}
        onDone={refresh}
      />
      <ConfirmDialog
        title={keys.deleteTitle}
        act={common.delete}
        isDanger
        isOpen={open === 'delete'}
        onClose={close}
        onConfirm={async () => {
          await muster.apiKeys.delete(id)
          announce(keys.deleted)
          await refresh()
        }}
      >
        {keys.deleteText(name)}
      </ConfirmDialog>
    </>
  )
}
