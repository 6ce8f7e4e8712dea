import type { ApiKey, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Action, Menu } from '../../ui/menu.tsx'
import { announce } from '../../ui/toasts.tsx'
import { useUserAct } from './user-query.ts'

type KeyActsProps = {
  readonly user: User
  readonly apiKey: ApiKey
  readonly mayRotate: boolean
  readonly onSecret: (secret: string) => void
}

export const KeyActs = ({ user, apiKey: key, mayRotate, onSecret }: KeyActsProps) => {
  const { user: texts, common } = useMessages()
  const [question, setQuestion] = useState<'delete' | 'rotate'>()
  const revoke = useUserAct(user.id, (revoked: boolean) => muster.apiKeys.update(key.id, { revoked }))
  const remove = useUserAct(user.id, () => muster.apiKeys.delete(key.id))
  const rotate = useUserAct(user.id, async () => {
    const { secret } = await muster.apiKeys.rotate(key.id, {})
    onSecret(secret)
  })
  const setRevoked = async (revoked: boolean) => {
    await revoke.mutateAsync(revoked)
    announce(revoked ? texts.keyRevoked(key.name) : texts.keyGranted(key.name), () => revoke.mutate(!revoked))
  }
  const actions: readonly (Action | false)[] = [
    key.state === 'active' && {
      id: 'revoke',
      label: texts.revokeKey,
      // The error is shown below the button.
      onAction: () => void setRevoked(true).catch(() => undefined),
    },
    key.state === 'revoked' && {
      id: 'grant',
      label: texts.grantKey,
      onAction: () => void setRevoked(false).catch(() => undefined),
    },
    mayRotate &&
      key.state === 'active' && {
        id: 'rotate',
        label: texts.rotateKey,
        onAction: () => setQuestion('rotate'),
      },
    { id: 'delete', label: common.delete, isDanger: true, onAction: () => setQuestion('delete') },
  ]
  return (
    <>
      <Menu look="quiet" label={key.name} actions={actions.filter((action) => action !== false)}>
        {common.actions}
      </Menu>
      {revoke.error ? <ErrorNotice error={revoke.error} /> : null}
      <ConfirmDialog
        title={texts.deleteKeyTitle(key.name)}
        act={common.delete}
        isDanger
        isOpen={question === 'delete'}
        onClose={() => setQuestion(undefined)}
        onConfirm={async () => {
          await remove.mutateAsync()
          announce(texts.keyDeleted(key.name))
        }}
      >
        <p>{texts.deleteKeyWhat}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={texts.rotateKeyTitle(key.name)}
        act={texts.rotateKey}
        isOpen={question === 'rotate'}
        onClose={() => setQuestion(undefined)}
        onConfirm={() => rotate.mutateAsync()}
      >
        <p>{texts.rotateKeyWhat}</p>
      </ConfirmDialog>
    </>
  )
}
