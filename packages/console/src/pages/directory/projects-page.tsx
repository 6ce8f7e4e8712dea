import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import './directory.css'
import type { ListSearch } from './directory-search.ts'
import { DomainFilter } from './domain-filter.tsx'
import { FoundProjects } from './found-projects.tsx'
import { useHomeDomain } from './home-domain.ts'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { ProjectTree } from './project-tree.tsx'

export const ProjectsPage = () => {
  const { directory } = useMessages()
  const search = useSearch({ from: '/shell/projects' })
  const navigate = useNavigate({ from: '/projects' })
  const home = useHomeDomain()
  const { user } = useMe()
  const domainId = search.domain ?? home ?? user.domain_id
  const may = useMay(domainId)
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const change = (changes: ListSearch, replace = false) =>
    navigate({ search: (before) => ({ ...before, ...changes }), replace })
  const open = (projectId: string) =>
    navigate({ to: '/projects/$projectId', params: { projectId }, search: {} })
  return (
    <>
      <PageHeader title={directory.projects}>
        {may('identity:create_project') ? (
          <Button look="primary" onPress={() => change({ act: 'create' })}>
            {directory.newProject}
          </Button>
        ) : null}
      </PageHeader>
      <div className="toolbar">
        <SearchField
          label={directory.searchProjects}
          value={search.search ?? ''}
          onChange={(text) => change({ search: text || undefined }, true)}
        />
        <DomainFilter value={domainId} onChange={(domain) => change({ domain })} />
      </div>
      {search.search === undefined ? (
        <ProjectTree
          key={domainId}
          domainId={domainId}
          label={directory.projectTree}
          expanded={expanded}
          onExpand={setExpanded}
          onOpen={open}
        />
      ) : (
        <FoundProjects
          label={directory.projects}
          listKey={['projects', 'list', domainId, search.search]}
          list={(signal) =>
            muster.projects.list({ domain_id: domainId, search: search.search, limit: 100 }, { signal })
          }
          onOpen={open}
        />
      )}
      {search.act === 'create' && may('identity:create_project') ? (
        <NewProjectDialog domainId={domainId} onClose={() => change({ act: undefined }, true)} />
      ) : null}
    </>
  )
}
