import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import '../services.css'
import { RegionsTab } from './regions-tab.tsx'
import { ServicesTab } from './services-tab.tsx'

export const CatalogPage = () => {
  const { services } = useMessages()
  const { tab } = useSearch({ from: '/shell/catalog' })
  const navigate = useNavigate({ from: '/catalog' })
  return (
    <>
      <PageHeader title={services.catalog} />
      <Tabs
        label={services.catalog}
        selected={tab ?? 'services'}
        onSelect={(id) => navigate({ search: id === 'services' ? {} : { tab: id } })}
        tabs={[
          { id: 'services', label: services.services, content: () => <ServicesTab /> },
          { id: 'regions', label: services.regions, content: () => <RegionsTab /> },
        ]}
      />
    </>
  )
}
