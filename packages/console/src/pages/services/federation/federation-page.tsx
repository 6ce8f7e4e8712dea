import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { MappingsTab } from './mappings-tab.tsx'
import { ProvidersTab } from './providers-tab.tsx'

export const FederationPage = () => {
  const { services } = useMessages()
  const { tab } = useSearch({ from: '/shell/federation' })
  const navigate = useNavigate({ from: '/federation' })
  return (
    <>
      <PageHeader title={services.federation} />
      <Tabs
        label={services.federation}
        selected={tab ?? 'providers'}
        onSelect={(id) => navigate({ search: id === 'providers' ? {} : { tab: id } })}
        tabs={[
          { id: 'providers', label: services.identityProviders, content: () => <ProvidersTab /> },
          { id: 'mappings', label: services.mappings, content: () => <MappingsTab /> },
        ]}
      />
    </>
  )
}
