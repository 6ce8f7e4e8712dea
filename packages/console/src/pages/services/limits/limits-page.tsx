import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import '../services.css'
import { identity } from '../../../app/identity.ts'
import { ProjectLimitsTab } from './project-limits-tab.tsx'
import { RegisteredLimitsTab } from './registered-limits-tab.tsx'

export const LimitsPage = () => {
  const { services } = useMessages()
  const { tab } = useSearch({ from: '/shell/limits' })
  const navigate = useNavigate({ from: '/limits' })
  const { data: model } = useQuery({
    queryKey: ['limits', 'model'],
    queryFn: ({ signal }) => identity.limits.model({ signal }),
  })
  return (
    <>
      <PageHeader title={services.limits} />
      {model ? (
        <p className="hint">
          {services.model(`\u2068${model.name}\u2069`)}. <bdi>{model.description}</bdi>
        </p>
      ) : null}
      <Tabs
        label={services.limits}
        selected={tab ?? 'registered'}
        onSelect={(id) => navigate({ search: id === 'registered' ? {} : { tab: id } })}
        tabs={[
          { id: 'registered', label: services.registeredLimits, content: () => <RegisteredLimitsTab /> },
          { id: 'limits', label: services.projectLimits, content: () => <ProjectLimitsTab /> },
        ]}
      />
    </>
  )
}
