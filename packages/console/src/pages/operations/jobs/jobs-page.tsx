import '../operations.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { BulkJobsList } from './bulk-jobs-list.tsx'
import { ImportsList } from './imports-list.tsx'

export const JobsPage = () => {
  const { jobs } = useMessages().operations
  const { tab } = useSearch({ from: '/shell/jobs' })
  const navigate = useNavigate({ from: '/jobs' })
  return (
    <>
      <PageHeader title={jobs.title} />
      <Tabs
        label={jobs.title}
        selected={tab ?? 'imports'}
        onSelect={(id) => navigate({ search: id === 'bulk' ? { tab: id } : {}, replace: true })}
        tabs={[
          { id: 'imports' as const, label: jobs.imports, content: () => <ImportsList /> },
          { id: 'bulk' as const, label: jobs.bulkJobs, content: () => <BulkJobsList /> },
        ]}
      />
    </>
  )
}
