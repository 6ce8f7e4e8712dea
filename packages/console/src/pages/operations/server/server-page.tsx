import '../operations.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { ServerHealth } from './server-health.tsx'
import { ServerSettings } from './server-settings.tsx'

export const ServerPage = () => {
  const { server } = useMessages().operations
  const { tab } = useSearch({ from: '/shell/server' })
  const navigate = useNavigate({ from: '/server' })
  return (
    <>
      <PageHeader title={server.title} />
      <Tabs
        label={server.title}
        selected={tab ?? 'health'}
        onSelect={(id) => navigate({ search: id === 'settings' ? { tab: id } : {}, replace: true })}
        tabs={[
          { id: 'health' as const, label: server.health, content: () => <ServerHealth /> },
          { id: 'settings' as const, label: server.settings, content: () => <ServerSettings /> },
        ]}
      />
    </>
  )
}
