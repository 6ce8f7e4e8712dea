import type { Webhook } from '@muster/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { type Action, Menu } from '../../../ui/menu.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { RotateSecret } from './rotate-secret.tsx'
import { SecretDialog } from './secret-dialog.tsx'

type WebhookActionsProps = { readonly webhook: Webhook; readonly onError: (error: unknown) => void }

/** What can be done with a webhook. */
export const WebhookActions = ({ webhook, onError }: WebhookActionsProps) => {
  const { operations, common } = useMessages()
  const { webhooks } = operations
  const { id, url, enabled } = webhook
  const client = useQueryClient()
  const navigate = useNavigate()
  const may = useMay(webhook.domain_id ?? undefined)
  const [open, setOpen] = useState<'rotate' | 'delete'>()
  const [secret, setSecret] = useState<string>()
  const refresh = () => client.invalidateQueries({ queryKey: ['webhooks'] })
  const ping = useMutation({
    mutationFn: () => muster.webhooks.ping(id),
    onSuccess: () => announce(webhooks.pinged),
    onMutate: () => onError(undefined),
    onSettled: refresh,
    onError,
  })
  const enable = useMutation({
    mutationFn: (on: boolean) => muster.webhooks.update(id, { enabled: on }),
    onSuccess: (_changed, on) =>
      on ? announce(webhooks.resumed) : announce(webhooks.pausedNow, () => enable.mutate(true)),
    onMutate: () => onError(undefined),
    onSettled: refresh,
    onError,
  })
  const isRunning = enabled && webhook.paused_because === null
  const actions: readonly Action[] = [
    ...(may('muster:rotate_webhook_secret')
      ? [{ id: 'rotate', label: webhooks.rotate, onAction: () => setOpen('rotate') }]
      : []),
    ...(may('muster:delete_webhook')
      ? [{ id: 'delete', label: common.delete, isDanger: true, onAction: () => setOpen('delete') }]
      : []),
  ]
  const remove = async () => {
    await muster.webhooks.delete(id)
    announce(webhooks.deleted)
    await navigate({ to: '/webhooks' })
    client.removeQueries({ queryKey: ['webhooks', id] })
    void refresh()
  }
  return (
    <>
      {may('muster:ping_webhook') ? (
        <Button isPending={ping.isPending} isDisabled={!isRunning} onPress={() => ping.mutate()}>
          {webhooks.ping}
        </Button>
      ) : null}
      {may('muster:update_webhook') ? (
        <Button isPending={enable.isPending} onPress={() => enable.mutate(!isRunning)}>
          {isRunning ? webhooks.pause : webhooks.resume}
        </Button>
      ) : null}
      {actions.length === 0 ? null : <Menu actions={actions}>{common.actions}</Menu>}
      <RotateSecret
        webhookId={id}
        url={url}
        isOpen={open === 'rotate'}
        onClose={() => setOpen(undefined)}
        onRotated={setSecret}
      />
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
      <ConfirmDialog
        title={webhooks.delete}
        act={common.delete}
        isDanger
        isOpen={open === 'delete'}
        onClose={() => setOpen(undefined)}
        onConfirm={remove}
      >
        <p>{webhooks.deleteAbout}</p>
        <p>
          <bdi className="identifier">{url}</bdi>
        </p>
      </ConfirmDialog>
    </>
  )
}
