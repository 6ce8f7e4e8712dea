import type { Delivery } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { Time } from '../../../ui/time.tsx'
import { useRefreshWhile } from '../use-refresh-while.ts'
import { DeliveryDialog } from './delivery-dialog.tsx'
import { DeliveryState } from './delivery-state.tsx'
import { deliveryStates } from './webhooks-search.ts'

const all = 'all'

/** Whether the delivery is due within the next seconds. */
const isDue = ({ state, next_attempt_at: next }: Delivery): boolean =>
  state === 'queued' && next !== null && Date.parse(next) < Date.now() + 10_000

/** The delivery log of a webhook, newest first. */
export const Deliveries = ({ webhookId }: { readonly webhookId: string }) => {
  const { operations, common } = useMessages()
  const { webhooks } = operations
  const { fields } = webhooks
  const { state } = useSearch({ from: '/shell/webhooks/$webhookId' })
  const navigate = useNavigate({ from: '/webhooks/$webhookId' })
  const [opened, setOpened] = useState<Delivery>()
  const key = ['webhooks', webhookId, 'deliveries', state ?? null]
  useRefreshWhile(key, isDue)
  const columns: readonly Column<Delivery>[] = [
    { id: 'created', header: fields.created, width: 210, cell: (d) => <Time value={d.created_at} /> },
    { id: 'kind', header: operations.events.fields.kind, width: 180, cell: ({ kind }) => kind },
    {
      id: 'state',
      header: fields.state,
      width: 120,
      cell: (d) => <DeliveryState state={d.state} />,
    },
    { id: 'attempts', header: fields.attempts, width: 100, cell: ({ attempts }) => attempts },
    { id: 'status', header: fields.response, width: 160, cell: ({ last_status: status }) => status },
    { id: 'error', header: fields.error, width: 190, cell: ({ last_error: error }) => error },
    { id: 'next', header: fields.next, width: 210, cell: (d) => <Time value={d.next_attempt_at} /> },
  ]
  return (
    <>
      <div className="toolbar">
        <SelectField
          label={fields.state}
          value={state ?? all}
          onChange={(next) => navigate({ search: next === all ? {} : { state: next }, replace: true })}
          options={[
            { value: all, label: common.all },
            ...deliveryStates.map((value) => ({ value, label: webhooks.deliveryStates[value] })),
          ]}
        />
      </div>
      <DataTable
        label={webhooks.deliveries}
        columns={columns}
        list={{
          key,
          page: (cursor, signal) =>
            muster.webhooks
              .deliveries(webhookId, { limit: 100, ...(state ? { state } : {}) }, { signal })
              .page(cursor),
        }}
        rowKey={({ id }) => id}
        onOpen={setOpened}
        empty={webhooks.noDeliveries}
      />
      {opened ? <DeliveryDialog delivery={opened} onClose={() => setOpened(undefined)} /> : null}
    </>
  )
}
