import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import './directory.css'
import { EditDialog } from './edit-dialog.tsx'
import { GroupMembers } from './group-members.tsx'
import { GroupRoles } from './group-roles.tsx'
import { DomainName } from './names.tsx'
import { ObjectMenu } from './object-menu.tsx'
import { groupQuery, useRefresh } from './queries.ts'

export const GroupPage = () => {
  const { common, directory } = useMessages()
  const { groupId } = useParams({ from: '/shell/groups/$groupId' })
  const search = useSearch({ from: '/shell/groups/$groupId' })
  const { data: group } = useSuspenseQuery(groupQuery(groupId))
  const navigate = useNavigate({ from: '/groups/$groupId' })
  const may = useMay(group.domain_id)
  const refresh = useRefresh()
  const change = (changes: { act?: string | undefined; tab?: string }) =>
    navigate({ search: (before) => ({ ...before, ...changes }) as typeof search, replace: true })
  const close = () => change({ act: undefined })
  const isManaged = group.managed_by !== null
  const maySeeRoles = may('identity:list_role_assignments')
  return (
    <>
      <PageHeader title={group.name} trail={<Link to="/groups">{directory.groups}</Link>}>
        <ObjectMenu
          object={{}}
          mayChange={!isManaged && may('identity:update_group')}
          mayDelete={!isManaged && may('identity:delete_group')}
          onAct={(act) => change({ act })}
        />
      </PageHeader>
      {isManaged ? <p className="notice">{directory.managedHint}</p> : null}
      <section className="card" aria-label={common.details}>
        <DescriptionList
          items={[
            [directory.description, group.description],
            [directory.domain, <DomainName key="domain" id={group.domain_id} />],
            [common.id, group.id],
            [directory.created, <Time key="created" value={group.created_at} />],
            [directory.changed, <Time key="changed" value={group.updated_at} />],
          ]}
        />
      </section>
      <Tabs
        label={directory.group}
        selected={search.tab === 'roles' && maySeeRoles ? 'roles' : 'members'}
        onSelect={(tab) => change({ tab })}
        tabs={[
          {
            id: 'members',
            label: directory.members,
            content: () => <GroupMembers group={group} act={search.act} onAct={(act) => change({ act })} />,
          },
          ...(maySeeRoles
            ? [
                {
                  id: 'roles' as const,
                  label: directory.rolesOfGroup,
                  content: () => <GroupRoles group={group} />,
                },
              ]
            : []),
        ]}
      />
      {search.act === 'edit' ? (
        <EditDialog
          title={directory.editGroup}
          draft={`group.${groupId}`}
          object={group}
          valuesOf={({ name, description }) => ({ name, description: description ?? '' })}
          onClose={close}
          reload={() => queryClient.fetchQuery({ ...groupQuery(groupId), staleTime: 0 })}
          save={async ({ name, description }, base) => {
            await muster.groups.update(groupId, { name, description: description || null }, { ifMatch: base })
            await refresh('groups')
          }}
        />
      ) : null}
      {search.act === 'delete' ? (
        <ActDialog
          title={directory.deleteGroup(group.name)}
          act={common.delete}
          isDanger
          onClose={close}
          onConfirm={async () => {
            await muster.groups.delete(groupId)
            announce(directory.deletedNotice(group.name))
          }}
          onDone={async () => {
            await navigate({ to: '/groups', search: {} })
            void refresh('groups', 'assignments')
          }}
        >
          {directory.deleteGroupEffect}
        </ActDialog>
      ) : null}
    </>
  )
}
