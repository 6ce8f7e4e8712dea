import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import '../services.css'
import { EndpointGroupsTab } from './endpoint-groups-tab.tsx'
import { ProjectEndpointsTab } from './project-endpoints-tab.tsx'

export const EndpointFilterPage = () => {
  const { services } = useMessages()
  const { tab } = useSearch({ from: '/shell/endpoint-filter' })
  const navigate = useNavigate({ from: '/endpoint-filter' })
  return (
    <>
      <PageHeader title={services.endpointFilter} />
      <Tabs
        label={services.endpointFilter}
        selected={tab ?? 'groups'}
        onSelect={(id) => navigate({ search: id === 'groups' ? {} : { tab: id } })}
        tabs={[
          { id: 'groups', label: services.endpointGroups, content: () => <EndpointGroupsTab /> },
          { id: 'project', label: services.ofProject, content: () => <ProjectEndpointsTab /> },
        ]}
      />
    </>
  )
}
