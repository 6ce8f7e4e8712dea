import '../operations.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Time } from '../../../ui/time.tsx'
import { ObjectLink } from '../object-link.tsx'
import { Deliveries } from './deliveries.tsx'
import { WebhookActions } from './webhook-actions.tsx'
import { webhookQuery } from './webhook-query.ts'
import { WebhookSettings } from './webhook-settings.tsx'
import { WebhookState } from './webhook-state.tsx'

export const WebhookPage = () => {
  const { operations, common } = useMessages()
  const { webhooks } = operations
  const { webhookId } = useParams({ from: '/shell/webhooks/$webhookId' })
  const { tab } = useSearch({ from: '/shell/webhooks/$webhookId' })
  const navigate = useNavigate({ from: '/webhooks/$webhookId' })
  const may = useMay()
  const [failed, setFailed] = useState<unknown>()
  const { data: webhook, error, refetch } = useQuery(webhookQuery(webhookId))
  const trail = <Link to="/webhooks">{webhooks.title}</Link>
  if (!webhook)
    return (
      <>
        <PageHeader title={webhooks.one} trail={trail} />
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <p>{common.loading}</p>}
      </>
    )
  const { domain_id: domainId, created_by: maker } = webhook
  return (
    <>
      <PageHeader title={webhook.url} trail={trail}>
        <WebhookActions webhook={webhook} onError={setFailed} />
      </PageHeader>
      {failed === undefined ? null : <ErrorNotice error={failed} />}
      {webhook.paused_because === null ? null : (
        <p className="notice">{webhooks.waitsBecause[webhook.paused_because]}</p>
      )}
      <section className="card">
        <DescriptionList
          items={[
            [webhooks.fields.state, <WebhookState key="state" webhook={webhook} />],
            [webhooks.fields.kinds, webhook.kinds.join(', ')],
            [
              webhooks.fields.domain,
              domainId === null ? webhooks.allDomains : <ObjectLink key="d" type="domain" id={domainId} />,
            ],
            [webhooks.fields.description, webhook.description],
            [webhooks.fields.maker, maker === null ? null : <ObjectLink key="m" type="user" id={maker} />],
            [webhooks.fields.updated, <Time key="u" value={webhook.updated_at} />],
          ]}
        />
      </section>
      <Tabs
        label={webhooks.one}
        selected={tab ?? 'deliveries'}
        onSelect={(id) => navigate({ search: id === 'settings' ? { tab: id } : {}, replace: true })}
        tabs={[
          {
            id: 'deliveries' as const,
            label: webhooks.deliveries,
            content: () => <Deliveries webhookId={webhookId} />,
          },
          ...(may('muster:update_webhook')
            ? [
                {
                  id: 'settings' as const,
                  label: common.edit,
                  content: () => <WebhookSettings key={webhook.id} webhook={webhook} />,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}
