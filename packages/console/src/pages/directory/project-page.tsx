import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import './directory.css'
import { FoundProjects } from './found-projects.tsx'
import { DomainName } from './names.tsx'
import { ObjectMenu } from './object-menu.tsx'
import { ProjectActs } from './project-acts.tsx'
import { ProjectMembers } from './project-members.tsx'
import { ProjectTrail } from './project-trail.tsx'
import { projectQuery, useRefresh } from './queries.ts'
import { StateBadges } from './state-badges.tsx'

export const ProjectPage = () => {
  const { common, directory } = useMessages()
  const { projectId } = useParams({ from: '/shell/projects/$projectId' })
  const search = useSearch({ from: '/shell/projects/$projectId' })
  const { data: project } = useSuspenseQuery(projectQuery(projectId))
  const navigate = useNavigate({ from: '/projects/$projectId' })
  const may = useMay(project.domain_id)
  const refresh = useRefresh()
  const change = (changes: { act?: string | undefined; tab?: string }) =>
    navigate({ search: (before) => ({ ...before, ...changes }) as typeof search, replace: true })
  const onAct = (act: string | undefined) => change({ act })
  const update = async (changes: { enabled?: boolean; immutable?: boolean }) => {
    await muster.projects.update(projectId, changes, { ifMatch: project })
    await refresh('projects')
  }
  const openProject = (id: string) =>
    navigate({ to: '/projects/$projectId', params: { projectId: id }, search: {} })
  return (
    <>
      <PageHeader title={project.name} trail={<ProjectTrail project={project} />}>
        {may('identity:create_project') ? (
          <Button onPress={() => onAct('create')}>{directory.newProjectBelow}</Button>
        ) : null}
        <ObjectMenu
          object={project}
          mayChange={may('identity:update_project')}
          mayDelete={may('identity:delete_project')}
          onAct={onAct}
          onEnable={async () => {
            await update({ enabled: true })
            announce(directory.projectEnabled(project.name))
          }}
          onProtect={(immutable) => update({ immutable })}
        />
      </PageHeader>
      <section className="card" aria-label={common.details}>
        <StateBadges {...project} />
        <DescriptionList
          items={[
            [directory.description, project.description || null],
            [directory.domain, <DomainName key="domain" id={project.domain_id} />],
            [
              directory.tags,
              project.tags.length === 0 ? null : (
                <span key="tags" className="badges">
                  {project.tags.map((tag) => (
                    <Badge key={tag}>
                      <bdi>{tag}</bdi>
                    </Badge>
                  ))}
                </span>
              ),
            ],
            [common.id, project.id],
            [directory.created, <Time key="created" value={project.created_at} />],
            [directory.changed, <Time key="changed" value={project.updated_at} />],
          ]}
        />
        {may('identity:list_role_assignments') ? (
          <Link to="/assignments" search={{ scope: `project:${projectId}` }}>
            {directory.whoMay}
          </Link>
        ) : null}
      </section>
      <Tabs
        label={directory.project}
        selected={search.tab === 'below' ? 'below' : 'members'}
        onSelect={(tab) => change({ tab })}
        tabs={[
          {
            id: 'members',
            label: directory.members,
            content: () => <ProjectMembers project={project} act={search.act} onAct={onAct} />,
          },
          {
            id: 'below',
            label: directory.projectsBelow,
            content: () => (
              <FoundProjects
                label={directory.projectsBelow}
                listKey={['projects', 'list', 'below', projectId]}
                list={(signal) => muster.projects.list({ parent_id: projectId, limit: 100 }, { signal })}
                onOpen={openProject}
                empty={directory.noProjectsBelow}
              />
            ),
          },
        ]}
      />
      <ProjectActs
        project={project}
        act={search.act}
        onClose={() => onAct(undefined)}
        onDeleted={() => navigate({ to: '/projects', search: { domain: project.domain_id } })}
      />
    </>
  )
}
