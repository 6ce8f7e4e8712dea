import type { ApiKey } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { Time } from '../../../ui/time.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { keysKey } from '../query-keys.ts'
import { useAct } from '../use-act.ts'
import { RotateDialog } from './rotate-dialog.tsx'
import type { ShownSecret } from './secret-dialog.tsx'

type KeyItemProps = { readonly apiKey: ApiKey; readonly onSecret: (shown: ShownSecret) => void }

const tones = { active: 'good', revoked: 'warning', expired: 'bad', deleted: 'bad' } as const

export const KeyItem = ({ apiKey, onSecret }: KeyItemProps) => {
  const { description, keys } = useMessages().account
  const client = useQueryClient()
  const [open, setOpen] = useState<'rotate' | 'delete'>()
  const { error, run } = useAct()
  const { id, name, prefix, state, roles, expires_at, last_used_at } = apiKey
  const refresh = () => client.invalidateQueries({ queryKey: keysKey })
  const setRevoked = async (revoked: boolean): Promise<void> => {
    if (!(await run([id, revoked], () => muster.apiKeys.update(id, { revoked })))) return
    await refresh()
    if (revoked) announce(keys.revoked, () => void setRevoked(false))
    else announce(keys.granted)
  }
  const remove = async () => {
    await muster.apiKeys.delete(id)
    announce(keys.deleted)
    await refresh()
  }
  const revocation = { id: 'revoke', label: keys.revoke, onAction: () => void setRevoked(true) }
  const grant = { id: 'grant', label: keys.grant, onAction: () => void setRevoked(false) }
  return (
    <li className="card account-team">
      <div>
        <h2 className="account-inbox-title">
          <bdi>{name}</bdi> <Badge tone={tones[state]}>{keys.states[state]}</Badge>
        </h2>
        <DescriptionList
          items={[
            [description, apiKey.description],
            [keys.prefix, <code key="prefix">{prefix}</code>],
            [keys.roles, roles.map((role) => role.name).join(', ')],
            [keys.expires, expires_at === null ? keys.never : <Time key="expires" value={expires_at} />],
            [keys.lastUsed, <Time key="used" value={last_used_at} />],
          ]}
        />
        {error === undefined ? null : <ErrorNotice error={error} />}
      </div>
      <div>
        <Menu
          label={keys.actions(name)}
          actions={[
            ...(state === 'active' ? [revocation] : []),
            ...(state === 'revoked' ? [grant] : []),
            ...(state === 'active'
              ? [{ id: 'rotate', label: keys.rotate, onAction: () => setOpen('rotate') }]
              : []),
            { id: 'delete', label: keys.delete, isDanger: true, onAction: () => setOpen('delete') },
          ]}
        >
          …
        </Menu>
        <RotateDialog
          apiKey={apiKey}
          isOpen={open === 'rotate'}
          onClose={() => setOpen(undefined)}
          onSecret={onSecret}
        />
        <ConfirmDialog
          title={keys.deleteTitle}
          act={keys.delete}
          isDanger
          isOpen={open === 'delete'}
          onClose={() => setOpen(undefined)}
          onConfirm={remove}
        >
          {keys.deleteText(name)}
        </ConfirmDialog>
      </div>
    </li>
  )
}
