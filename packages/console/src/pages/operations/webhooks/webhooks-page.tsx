import '../operations.css'
import type { Webhook } from '@muster/sdk'
import { Link, useNavigate } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import { WebhookState } from './webhook-state.tsx'

export const WebhooksPage = () => {
  const { operations, common } = useMessages()
  const { webhooks } = operations
  const navigate = useNavigate()
  const may = useMay()
  const columns: readonly Column<Webhook>[] = [
    { id: 'url', header: webhooks.fields.url, width: 280, cell: ({ url }) => url },
    {
      id: 'state',
      header: webhooks.fields.state,
      width: 120,
      cell: (webhook) => <WebhookState webhook={webhook} />,
    },
    { id: 'kinds', header: webhooks.fields.kinds, width: 200, cell: ({ kinds }) => kinds.join(', ') },
    {
      id: 'description',
      header: webhooks.fields.description,
      width: 160,
      cell: ({ description }) => description,
    },
    {
      id: 'domain',
      header: webhooks.fields.domain,
      width: 150,
      cell: ({ domain_id }) => domain_id ?? webhooks.allDomains,
    },
    {
      id: 'updated',
      header: webhooks.fields.updated,
      width: 210,
      cell: (w) => <Time value={w.updated_at} />,
    },
  ]
  return (
    <>
      <PageHeader title={webhooks.title}>
        {may('muster:create_webhook') ? (
          <Link to="/webhooks/new" className="button button-primary">
            {common.create}
          </Link>
        ) : null}
      </PageHeader>
      <DataTable
        label={webhooks.title}
        columns={columns}
        list={{
          key: ['webhooks', 'list'],
          page: (cursor, signal) => muster.webhooks.list({ limit: 100 }, { signal }).page(cursor),
        }}
        rowKey={({ id }) => id}
        onOpen={({ id }) => navigate({ to: '/webhooks/$webhookId', params: { webhookId: id } })}
        empty={webhooks.none}
      />
    </>
  )
}
