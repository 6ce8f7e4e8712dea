import type { Delivery } from '@muster/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Time } from '../../../ui/time.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { DeliveryState } from './delivery-state.tsx'

type DeliveryDialogProps = { readonly delivery: Delivery; readonly onClose: () => void }

/** One delivery: its attempts, and what the receiver returned. */
export const DeliveryDialog = ({ delivery, onClose }: DeliveryDialogProps) => {
  const { operations, common } = useMessages()
  const { webhooks } = operations
  const { fields } = webhooks
  const { webhook_id: webhookId, event_sequence: sequence } = delivery
  const may = useMay()
  const client = useQueryClient()
  const again = useMutation({
    mutationFn: () => muster.webhooks.redeliver(webhookId, delivery.id),
    onSuccess: () => {
      announce(webhooks.queuedAgain)
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['webhooks', webhookId] }),
  })
  return (
    <Dialog title={webhooks.delivery(delivery.kind)} isOpen onClose={onClose}>
      <DescriptionList
        items={[
          [fields.state, <DeliveryState key="s" state={delivery.state} />],
          [fields.attempts, String(delivery.attempts)],
          [fields.response, delivery.last_status === null ? null : String(delivery.last_status)],
          [fields.first, <Time key="f" value={delivery.first_attempt_at} />],
          [fields.last, <Time key="l" value={delivery.last_attempt_at} />],
          [fields.next, <Time key="n" value={delivery.next_attempt_at} />],
          [
            fields.event,
            sequence === null ? null : (
              <Link key="e" to="/events/$sequence" params={{ sequence: String(sequence) }}>
                {sequence}
              </Link>
            ),
          ],
          [
            common.id,
            <span key="i" className="identifier">
              {delivery.id}
            </span>,
          ],
        ]}
      />
      {delivery.last_error === null ? null : (
        <p className="notice notice-error">
          <bdi>{delivery.last_error}</bdi>
        </p>
      )}
      {delivery.response === null || delivery.response === '' ? null : (
        <section aria-label={webhooks.responseBody}>
          <h3 className="hint">{webhooks.responseBody}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <pre className="raw-text" dir="auto" tabIndex={0}>
            {delivery.response}
          </pre>
        </section>
      )}
      {again.error ? <ErrorNotice error={again.error} /> : null}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.close}</Button>
        {may('muster:redeliver_webhook') ? (
          <Button look="primary" isPending={again.isPending} onPress={() => again.mutate()}>
            {webhooks.sendAgain}
          </Button>
        ) : null}
      </div>
    </Dialog>
  )
}
